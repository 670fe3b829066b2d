/** How a program of two people begins (worksheet questions 3 and 4): the server accepts one client, the client connects. */
import type { Listing } from '#shared/protocol/program.ts'

const REUSE: Listing = [
  {
    id: 'reuse',
    code: 'listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)',
    fr: 'avant bind\u202f: TIME_WAIT ne le fera pas échouer',
    en: 'before bind: TIME_WAIT will not make it fail',
  },
]

/** What stands before all else in the listing of a program that listens: the option, where it is on. */
export const beforeBind = ({ reuseAddress = false }: { readonly reuseAddress?: boolean }): Listing =>
  reuseAddress ? REUSE : []

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
