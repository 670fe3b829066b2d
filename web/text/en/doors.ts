import type * as fr from '../fr/doors.ts'

export const doors: typeof fr.doors = {
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
