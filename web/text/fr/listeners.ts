/** Opening and closing listeners. */

export const listeners = {
  transport: 'Transport',
  transports: { tcp: 'TCP', tls: 'TLS', unix: 'Socket unix' },
  family: 'Adresses',
  families: { lab: 'comme le labo', v4: 'IPv4', v6: 'IPv6', both: 'IPv4 et IPv6' },
  port: 'Port',
  path: 'Nom ou chemin du fichier',
  another: 'Autre point d’écoute',
  add: 'Ajouter un point d’écoute',
  remove: 'Retirer ce point d’écoute',
  manage: 'Points d’écoute de la séance',
  open: 'Ouvrir le point d’écoute',
  close: (listener: string) => `Fermer le point d’écoute ${listener}`,
  closeHint: 'N’écoute plus\u202f: les connexions établies restent.',
}
