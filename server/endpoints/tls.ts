/**
 * TLS over TCP (RFC 8446, RFC 5246) over node:tls. Counterparts: `authority.ts`, whose certificate it shows; `stream.ts`,
 * which does the traffic.
 * Invariants: a connection is one for the program only when its handshake is done, within 10 s; one that is slow about it
 * holds nobody else up. What fails is told, with the reason that OpenSSL gave.
 *
 * What is not read: TLSWrap hands `readStop` on to the TCP handle below, so that bytes stay in the kernel; but what one
 * read of the kernel had brought, 64 KiB at most, is decrypted as a whole and waits in the stream.
 * Half-close: `finish` sends close_notify, then FIN; a close_notify that comes in is the end of reading, and writing goes on.
 */
import type { Part } from '../admission/descriptors.ts'
import type { Identity } from './authority.ts'
import type { ListeningOptions } from './listening.ts'
import type { BindAddress, Connection, Endpoint, ListenHandlers, OpenListener, Refusal } from './port.ts'
import { keepShown } from './renewal.ts'
import { secure, secureServer } from './sockets.ts'
import { StreamConnection } from './stream.ts'
import { bindPort, dialTcp, remoteOf, STREAM_OPTIONS } from './tcp.ts'

const HANDSHAKE_MS = 10_000

export interface TlsOptions extends ListeningOptions {
  /** The certificate to show, made or renewed where that is due. */
  readonly identity: () => Promise<Identity>
  readonly handshakeMs?: number
}

/** The transport of TLS over TCP (RFC 8446). A client that has not shaken hands after `handshakeMs` is dropped. */
export function tlsEndpoint(options: TlsOptions): Endpoint {
  return {
    listen: (address, handlers) => listen(address, handlers, options),
    dial: (host, port, part) => dial(host, port, options, part),
  }
}

async function listen(address: BindAddress, handlers: ListenHandlers, options: TlsOptions): Promise<OpenListener> {
  const { key, certificate } = await options.identity()
  const settings = {
    ...STREAM_OPTIONS,
    handshakeTimeout: options.handshakeMs ?? HANDSHAKE_MS,
    key,
    cert: certificate,
    minVersion: 'TLSv1.2' as const,
  }
  const { server, endHandshakes } = secureServer(settings, options.descriptors, {
    accepted: (socket) => handlers.connected(new StreamConnection(socket, 'tls')),
    dropped: (remote) => handlers.dropped(remoteOf(remote), 'descriptors'),
    failed: (remote, { code }) => handlers.dropped(remoteOf(remote), refusalOf(code), code),
  })
  const listener = await bindPort(server, address, options)
  const endRenewal = keepShown(server, { key, certificate }, options.identity)
  return {
    bound: listener.bound,
    close: () => {
      endRenewal()
      const closed = listener.close()
      endHandshakes()
      return closed
    },
  }
}

async function dial(host: string, port: number, options: TlsOptions, part?: Part): Promise<Connection> {
  // Read before dialling: no socket waits for a disk.
  const { authority } = await options.identity()
  const carrier = await dialTcp(host, port, options, part)
  return new StreamConnection(await secure(carrier, { host, port }, authority), 'tls')
}

/** What a failed handshake means, by the code that OpenSSL gave (openssl-errors, SSL_R_...). */
function refusalOf(code = ''): Refusal {
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return 'handshake-timeout'
  if (/ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|DECRYPT_ERROR)/.test(code)) {
    return 'certificate-refused'
  }
  const plain =
    /HTTP_REQUEST|HTTPS_PROXY_REQUEST|WRONG_VERSION_NUMBER|PACKET_LENGTH|BAD_RECORD_TYPE|UNKNOWN_PROTOCOL|INVALID_RECORD/
  return plain.test(code) ? 'not-tls' : 'handshake-failed'
}
