/** Ce que disent `socket-lab journal`, `erase` et `forget`. */
export const kept = {
  journal: `usage\u202f: socket-lab journal check|compact [--data DOSSIER]

  check     relit tout le journal d’un dossier, sans rien y changer
  compact   rend au disque la place de ce qui a été effacé`,
  erase: `usage\u202f: socket-lab erase SÉANCE [options]

  SÉANCE           le numéro dans l’adresse de sa page, /runs/SÉANCE
  --data DOSSIER   le dossier du labo (./data)
  --lab URL        la page d’un labo qui tourne, au lieu d’un dossier
  --teacher LIEN   le lien du professeur, ou ce qui y suit #teacher=, d’un labo avec des rôles`,
  forget: `usage\u202f: socket-lab forget NOM --lab URL [options]

  NOM               un nom tel qu’il se lit dans les séances, lettre pour lettre
  --address ADRESSE une adresse à remplacer aussi\u202f; peut être répétée
  --lab URL         la page du labo, qui tourne
  --teacher LIEN    le lien du professeur, ou ce qui y suit #teacher=, d’un labo avec des rôles`,
  sound: (runs: number, events: number, observations: number) =>
    `sain\u202f: ${runs} séances, ${events} événements, ${observations} observations`,
  damaged: (count: number) => `${count} défauts`,
  compacted: (before: number, after: number) => `${before} octets avant, ${after} après`,
  erased: (run: string) => `la séance ${run} est effacée`,
  forgotten: (name: string, instead: string, runs: string) => `${name} s’appelle maintenant ${instead}, dans ${runs}`,
  noRun: 'aucune séance',
  runs: (ids: string) => `les séances ${ids}`,
  written: (name: string, runs: string) =>
    `quelqu’un a écrit «\u202f${name}\u202f» dans ${runs}\u202f: ce qui est écrit reste\u202f; socket-lab erase efface une séance entière`,
  cannot: 'les sauvegardes et les exports ne se retrouvent pas par le nom',
  which: 'check ou compact\u202f?',
  whom: 'oublier qui\u202f? un seul nom, et --lab avec la page du labo',
}

export type KeptTexts = typeof kept
