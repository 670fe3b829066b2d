/** How a program of two people begins (worksheet questions 3 and 4): the server accepts one client, the client connects. */
import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { accepting, connector, listener } from './python.ts'

interface Options {
  readonly role: 'server' | 'client'
  readonly reuseAddress?: boolean
  readonly target?: { readonly host: string; readonly port: number }
}

/** From imports to the connection with `peer`. */
export function opening(options: Options, address: BoundAddress): Listing {
  if (options.role === 'client') return connector(options, 'peer')
  const { helper, call } = accepting(address)
  return [
    ...listener(options, address),
    ...helper,
    {
      id: 'accept',
      code: `peer = ${call}`,
      fr: 'bloqué jusqu’à ce qu’un client se connecte',
      en: 'blocked until a client connects',
    },
  ]
}
