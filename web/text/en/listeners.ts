import type * as fr from '../fr/listeners.ts'

export const listeners: typeof fr.listeners = {
  transport: 'Transport',
  transports: { tcp: 'TCP', tls: 'TLS', unix: 'Unix socket' },
  family: 'Addresses',
  families: { lab: 'as the lab', v4: 'IPv4', v6: 'IPv6', both: 'IPv4 and IPv6' },
  port: 'Port',
  path: 'Name or path of the file',
  another: 'Another listener',
  add: 'Add a listener',
  remove: 'Remove this listener',
  manage: 'Listeners of the run',
  open: 'Open the listener',
  close: (listener) => `Close listener ${listener}`,
  closeHint: 'Listens no more: open connections live on.',
}
