/** How a program of two people begins (worksheet questions 3 and 4): the server accepts one client, the client connects. */
import type { Listing } from '../wire/program.ts'

export const OPENING: Record<'server' | 'client', Listing> = {
  server: [
    {
      id: 'accept',
      code: 'peer, address = listener.accept()',
      fr: 'bloqué jusqu’à ce qu’un client se connecte',
      en: 'blocked until a client connects',
    },
  ],
  client: [{ id: 'connect', code: 'peer.connect((host, port))' }],
}
