/** Access to a lab with roles: the code and the lock, before who wants to come in and before who projects it. Counterparts: `web/app/Entrance.svelte`, `web/join/`. */
export const access = {
  title: 'Entrer dans le labo',
  lead: 'Le code est projeté dans la salle. Le code QR le contient déjà.',
  label: 'Code à six chiffres',
  enter: 'Entrer',
  checking: 'Le labo regarde le code…',
  slow: 'Beaucoup de codes faux arrivent en ce moment\u202f: le labo regarde chacun à son tour. Le vôtre ne sera pas refusé pour autant.',
  lockedTitle: 'Le labo est fermé',
  again: 'Cette page réessaie d’elle-même.',
  code: 'Code',
  renew: 'Nouveau code',
  renewHelp: 'Ceux qui sont entrés le restent.',
  lock: 'Verrouiller',
  lockHelp: 'Plus de nouveaux venus\u202f; ceux qui étaient là peuvent revenir',
  unlock: 'Déverrouiller',
  unlockHelp: 'Les nouveaux venus peuvent de nouveau entrer',
  locked: 'Fermé\u202f: ceux qui étaient là peuvent revenir',
}

export type AccessWords = typeof access
