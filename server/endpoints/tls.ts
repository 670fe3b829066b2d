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
import type { Socket } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { LabError } from '../errors.ts'
import type { Identity } from './authority.ts'
import type { BindAddress, Connection, Endpoint, ListenHandlers, Listener, Refusal } from './port.ts'
import { StreamConnection } from './stream.ts'
import { bindPort, DIAL_MS, dialSocket, NOTHING_AHEAD, STREAM_OPTIONS, type TcpOptions } from './tcp.ts'

const HANDSHAKE_MS = 10_000
/** How often a door looks whether its certificate is still the right one. */
const RENEWAL_MS = 3_600_000

export interface TlsOptions extends TcpOptions {
  /** The certificate to show, made or renewed where that is due. */
  readonly identity: () => Promise<Identity>
  readonly handshakeMs?: number
}

export function tlsEndpoint(options: TlsOptions): Endpoint {
  return {
    listen: (address, handlers) => listen(address, handlers, options),
    dial: (host, port) => dial(host, port, options),
  }
}

async function listen(address: BindAddress, handlers: ListenHandlers, options: TlsOptions): Promise<Listener> {
  const { key, certificate } = await options.identity()
  const server = createServer({
    ...STREAM_OPTIONS,
    highWaterMark: NOTHING_AHEAD,
    pauseOnConnect: true,
    handshakeTimeout: options.handshakeMs ?? HANDSHAKE_MS,
    key,
    cert: certificate,
    minVersion: 'TLSv1.2',
  })
  server.maxConnections = options.maxConnections
  /** Addresses of the peers, which a connection that has been reset no longer tells. */
  const peers = new WeakMap<Socket, string>()
  server.on('connection', (socket: Socket) => peers.set(socket, peerOf(socket)))
  server.on('secureConnection', (socket: Carried) => {
    const { _parent: carrier } = socket
    handlers.connected(new StreamConnection(socket, 'tls', carrier ? { carrier } : {}))
  })
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Carried) => {
    // Its address is forgotten by now; the TCP connection below it was noted when it came.
    const { _parent } = socket
    handlers.dropped((_parent && peers.get(_parent)) ?? peerOf(socket), refusalOf(error.code), error.code)
    socket.destroy()
  })
  const listener = await bindPort(server, address, handlers)
  let shown = certificate
  const renewal = setInterval(() => {
    options.identity().then(
      (now) => {
        if (now.certificate !== shown) server.setSecureContext({ key: now.key, cert: now.certificate })
        shown = now.certificate
      },
      () => {}, // the certificate that is shown lasts for weeks: the next look may be luckier
    )
  }, RENEWAL_MS).unref()
  return {
    door: listener.door,
    close: () => {
      clearInterval(renewal)
      return listener.close()
    },
  }
}

async function dial(host: string, port: number, { identity }: TlsOptions): Promise<Connection> {
  const [{ authority }, carrier] = await Promise.all([identity(), dialSocket(host, port)])
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ socket: carrier, host, ca: authority, allowHalfOpen: true } as never)
    const give = (errno: string) => {
      socket.destroy()
      reject(new LabError('connection-failed', { host, port, errno }))
    }
    const refuse = (error: NodeJS.ErrnoException) => give(error.code ?? error.message)
    const expire = () => give('ETIMEDOUT')
    socket.setTimeout(DIAL_MS, expire)
    socket.once('error', refuse)
    socket.once('secureConnect', () => {
      socket.off('error', refuse)
      socket.setTimeout(0)
      socket.off('timeout', expire)
      resolve(new StreamConnection(socket, 'tls', { carrier }))
    })
  })
}

/** The TCP connection below: not documented, and the only way to it once the peer's address is gone. RST is its affair. */
type Carried = TLSSocket & { _parent?: Socket }

const peerOf = ({ remoteAddress, remotePort }: Socket): string => {
  const host = (remoteAddress ?? '?').replace(/^::ffff:(?=\d+\.)/, '')
  return host.includes(':') ? `[${host}]:${remotePort}` : `${host}:${remotePort}`
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
