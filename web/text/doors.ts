/** Words for opening and closing doors, in both languages. */
export const fr = {
  transport: 'Transport',
  transports: { tcp: 'TCP', tls: 'TLS', unix: 'Socket unix' },
  family: 'Adresses',
  families: { lab: 'comme le labo', v4: 'IPv4', v6: 'IPv6', both: 'IPv4 et IPv6' },
  port: 'Port',
  path: 'Nom ou chemin du fichier',
  another: 'Autre porte',
  add: 'Ajouter une porte',
  remove: 'Retirer cette porte',
  manage: 'Portes de la séance',
  open: 'Ouvrir la porte',
  close: (door: string) => `Fermer la porte ${door}`,
  closeHint: 'N’écoute plus\u202f: qui est déjà entré reste.',
}

export const en: typeof fr = {
  transport: 'Transport',
  transports: { tcp: 'TCP', tls: 'TLS', unix: 'Unix socket' },
  family: 'Addresses',
  families: { lab: 'as the lab', v4: 'IPv4', v6: 'IPv6', both: 'IPv4 and IPv6' },
  port: 'Port',
  path: 'Name or path of the file',
  another: 'Another door',
  add: 'Add a door',
  remove: 'Remove this door',
  manage: 'Doors of the run',
  open: 'Open the door',
  close: (door) => `Close door ${door}`,
  closeHint: 'Listens no more: who is in already stays.',
}
