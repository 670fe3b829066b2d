/**
 * Makes the server of the page's port, plain or over TLS (RFC 9110, 4.2.2), so that nothing is parsed of who has no place.
 * Counterpart: `input.ts`, which has it.
 * Invariant: a connection is let in before its handshake, and is one for HTTP only after it; one that is slow about its handshake
 * is closed. Who speaks HTTP where TLS is spoken is told so.
 */
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { own } from '../../core/own.ts'

/** What the page's port shows, as PEM (RFC 7468). */
export interface PageIdentity {
  readonly key: string
  /** With those between it and its authority behind it. */
  readonly certificate: string
}

const HANDSHAKE_MS = 10_000

export interface Opening {
  /** Gives a connection its place, or turns it away. */
  letIn(carrier: Socket): boolean
  /** It is about to speak HTTP. @param carrier the TCP connection below one of TLS, else itself */
  opened(socket: Socket, carrier: Socket): void
  /** Its reader is in place. */
  ready(socket: Socket): void
  /** It spoke HTTP where TLS is spoken; what it sent has been read, and nothing else reads it. */
  plain(carrier: Socket): void
}

/** @param identity null for plain HTTP */
export function pageServer(
  options: ServerOptions,
  identity: PageIdentity | null,
  opening: Opening,
  handler: RequestListener,
): Server {
  const server = identity
    ? createSecureServer(
        {
          ...options,
          ...{ key: identity.key, cert: identity.certificate, minVersion: 'TLSv1.2' },
          ...{ handshakeTimeout: HANDSHAKE_MS, ALPNProtocols: ['http/1.1'] },
        },
        handler,
      )
    : createServer(options, handler)
  if (identity) {
    gate(server, 'connection', letIn)
    gate(server, 'secureConnection', (socket) => opened(socket, (socket as Carried)._parent ?? socket), opening.ready)
    server.on('tlsClientError', ({ code }: NodeJS.ErrnoException, { _parent: carrier }: Carried) => {
      if (carrier && !carrier.destroyed && /^ERR_SSL_HTTPS?_(PROXY_)?REQUEST$/.test(code ?? '')) opening.plain(carrier)
    })
  } else gate(server, 'connection', (socket) => letIn(socket) && opened(socket, socket), opening.ready)

  /** Node's own listener for its errors leaves it where it asks for an upgrade or a tunnel. */
  function letIn(socket: Socket): boolean {
    own(socket)
    return opening.letIn(socket)
  }

  function opened(socket: Socket, carrier: Socket): boolean {
    if (socket !== carrier) own(socket)
    opening.opened(socket, carrier)
    return true
  }
  return server
}

/** The TCP connection below: not documented (`server/endpoints/sockets.ts`). */
type Carried = Socket & { _parent?: Socket }

/** Puts a question before Node's own listeners of an event, and a word behind them. */
function gate(server: Server, event: string, may: (socket: Socket) => boolean, then?: (socket: Socket) => void): void {
  const begin = server.listeners(event)
  server.removeAllListeners(event)
  server.on(event, (socket: Socket) => {
    if (!may(socket)) return
    for (const listener of begin) listener.call(server, socket)
    then?.(socket)
  })
}
