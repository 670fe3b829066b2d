/** Opening and closing doors. */

export const doors = {
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
