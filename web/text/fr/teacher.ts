/** Ce que le professeur fait à des participants, et ce que chacun en lit. */
export const teacher = {
  mute: 'Rendre muet',
  muteHelp: 'il reçoit, et n’est plus lu',
  unmute: 'Le laisser parler',
  unmuteHelp: 'ce qui attendait de lui est lu',
  floor: 'Lui donner la parole',
  floorHelp: 'lui seul est lu',
  keepOut: 'Mettre dehors…',
  keepOutHelp: 'il ne revient pas dans cette séance',
  ask: (name: string) => `Mettre ${name} dehors\u202f?`,
  person: (name: string) =>
    `Sa connexion est fermée par FIN. Tant que cette séance dure, ${name} ne peut plus y participer, de quelque onglet que ce soit.`,
  address: (address: string) =>
    `Les connexions de tous les terminaux de ${address} sont fermées par FIN\u202f; si c’est la machine du labo ou la vôtre, celle-ci seulement. Tant que cette séance dure, aucun terminal ni programme n’entre de là\u202f: ceux d’autres élèves derrière cette adresse non plus. Les navigateurs ne sont pas concernés.`,
  undo: 'Vous pouvez le laisser revenir\u202f: son nom reste en haut de la séance.',
  yes: 'Mettre dehors',
  region: 'La main du professeur',
  hasFloor: (name: string) => `La parole est à ${name}.`,
  yourFloor: 'Vous avez la parole.',
  floorBody: 'Ce que les autres envoient attend dans le noyau\u202f; rien n’est perdu.',
  open: 'La parole à tous',
  youAreMuted: 'Le professeur vous a rendu muet.',
  mutedBody: 'Vous recevez toujours\u202f; ce que vous avez déjà envoyé attend dans le noyau.',
  out: 'Dehors\u202f:',
  forEach: 'Une pour chaque élève',
  forEachHint: 'une séance pour chaque élève présent, à son nom, sur les ports libres suivants',
  forEachDone: 'Chaque élève présent a sa séance.',
  lead: 'Suivez-moi',
  leads: 'La classe vous suit.',
  following: (count: number, of: number) => `${count} / ${of}`,
  stopLeading: 'Ne plus guider',
  follows: 'Vous suivez le professeur',
  letGoOf: 'Le professeur guide la classe',
  letGo: 'Lâcher',
  takeUp: 'Reprendre',
  where: (program: string, view: string, event?: number) =>
    [program, view, ...(event === undefined ? [] : [`événement ${event}`])].filter((one) => one !== '').join(', '),
  letIn: (name: string) => `Laisser revenir ${name}`,
}

export type TeacherWords = typeof teacher
