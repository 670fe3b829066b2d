/**
 * The calls by which a program listens, and takes or refuses who comes: by TCP, by TLS over it, by a unix socket. TLS
 * is told in OpenSSL's calls, as `socat -d -d -d -d OPENSSL-LISTEN:...` has them. Counterpart: `trace.ts`, which says
 * what of this is inferred.
 */
import type { EventOf } from '../protocol/events.ts'
import { BACKLOG } from '../model/constants.ts'
import {
  call,
  error,
  listenerOf,
  note,
  text,
  who,
  type TraceCall,
  type TraceContext,
  type Traced,
  type TracePart,
} from './call.ts'
import { hostPort, isIpv6 } from '../net/address.ts'
import { plain } from './escaped.ts'

type Listener = Traced<'listening'>['listener']

export const family = (host: string): string => (isIpv6(host) ? 'AF_INET6' : 'AF_INET')
export const place = (host: string, port: number): string => plain(hostPort(host, port))

export function listeningCalls(listener: Listener, context: TraceContext): TraceCall[] {
  const { transport, number, host, port, path, mode } = listener
  const fd = listenerOf(number)
  const debug = (said: string, ...more: TracePart[]): TraceCall => call('debug', context, [text(said), ...more])
  const notice = (where: string): TraceCall => call('notice', context, [text(`listen(${where}, backlog ${BACKLOG})`)])
  if (path !== undefined) {
    return [
      debug(`socket(AF_UNIX, SOCK_STREAM) = ${fd}`),
      debug(`bind(${fd}, ${plain(path)})`),
      ...(mode === undefined ? [] : [debug(`chmod(${plain(path)}, 0${mode.toString(8)})`)]),
      notice(plain(path)),
    ]
  }
  const certificate = note(context.words.certificate)
  return [
    ...(transport === 'tls' ? [debug(`SSL_CTX_use_certificate(${fd})`, certificate)] : []),
    debug(`socket(${family(host)}, SOCK_STREAM) = ${fd}`),
    ...(context.reuses ? [debug(`setsockopt(${fd}, SO_REUSEADDR, 1)`)] : []),
    ...(listener.ipv6Only ? [debug(`setsockopt(${fd}, IPV6_V6ONLY, 1)`)] : []),
    debug(`bind(${fd}, ${place(host, port)})`),
    notice(place(host, port)),
  ]
}

/** The listener closes, and the file of a unix socket goes with it; its connections stay. */
export function listenerClosedCalls({ number, path }: Listener, context: TraceContext): TraceCall[] {
  const close = call('notice', context, [text(`close(${listenerOf(number)})`), note(context.words.listenerClosed)])
  return path === undefined ? [close] : [call('debug', context, [text(`unlink(${plain(path)})`)]), close]
}

export function connectedCalls(event: Traced<'connected'>, context: TraceContext): TraceCall[] {
  const { participant: id, address, listener, via } = event
  if (event.outgoing) {
    return [
      call('debug', context, [text(`socket(${address.startsWith('[') ? 'AF_INET6' : 'AF_INET'}, SOCK_STREAM)`)]),
      call('notice', context, [text(`connect(${plain(address)}) = 0`)]),
    ]
  }
  const peer = named(context, id, address)
  if (event.accepted) return [accept(listener, peer, context), ...handshake(via, id, context)]
  // The kernel alone has made this connection; a unix socket has no segments to exchange.
  const opening = via === 'unix' ? [] : [text('SYN, SYN-ACK, ACK: ')]
  const parts = [...opening, ...peer, note(context.words.backlog)]
  return [{ level: 'notice', by: 'kernel', pid: null, parts }]
}

export function acceptedCalls({ participant: id }: Traced<'accepted'>, context: TraceContext): TraceCall[] {
  const peer = [...named(context, id, context.address(id)), note(context.words.accepts)]
  return [accept(context.listener(id), peer, context), ...handshake(context.via(id), id, context)]
}

/** A refusal does not record its listener. */
export function refusedCalls(
  { address, reason, errno, wait, count }: Traced<'refused'>,
  context: TraceContext,
): TraceCall[] {
  const words = context.words
  // Beyond the last descriptor Node closes; otherwise the lab resets, where the transport knows that.
  const resets = !isHandshake(reason) && reason !== 'descriptors' && !address.startsWith('/')
  const facts = [words.refused[reason], wait === undefined ? '' : words.wait(wait), count ? words.times(count) : '']
  const said = facts.filter(Boolean).join(', ')
  const why = note(resets ? words.aborted(said) : said)
  const accepted = call('debug', context, [text(`accept() = [${plain(address)}]`)])
  const close = [text('close('), error(`[${address}]`), text(')')]
  if (!isHandshake(reason)) return [accepted, call('notice', context, [...close, why])]
  const failed = [text(`SSL_accept([${plain(address)}]) = -1 `), error(errno ?? reason), why]
  return [accepted, call('notice', context, failed), call('debug', context, close)]
}

const HANDSHAKE: readonly EventOf<'refused'>['reason'][] = [
  'not-tls',
  'certificate-refused',
  'handshake-failed',
  'handshake-timeout',
]
const isHandshake = (reason: EventOf<'refused'>['reason']): boolean => HANDSHAKE.includes(reason)

const accept = (listener: number | undefined, peer: TracePart[], context: TraceContext): TraceCall =>
  call('notice', context, [text(`accept(${listenerOf(listener)}) = `), ...peer])

function handshake(via: Traced<'connected'>['via'], id: number, context: TraceContext): TraceCall[] {
  if (via !== 'tls') return []
  const done = note(context.words.handshake)
  return [call('notice', context, [text('SSL_accept('), who(context, id), text(') = 1'), done])]
}

/** A participant with its address, where that is known and says more than the name. */
const named = (context: TraceContext, id: number, address: string): TracePart[] =>
  address === '' || address === context.name(id) ? [who(context, id)] : [who(context, id), text(` [${plain(address)}]`)]

/** A newcomer begins with TLS at a plain listener. */
export function tlsCalls({ participant: id }: Traced<'tls-on-plain-listener'>, context: TraceContext): TraceCall[] {
  const hello = note(context.words.clientHello)
  return [call('notice', context, [text('recv('), who(context, id), text(', 65536) ≥ 2 "\\x16\\x03…"'), hello], id)]
}

/** A newcomer begins with a request of HTTP, which no program of the worksheet answers. */
export function httpCalls(
  { participant: id, method }: Traced<'http-on-raw-listener'>,
  context: TraceContext,
): TraceCall[] {
  const begun = text(`, 65536) ≥ ${method.length + 1} "${plain(method)} …"`)
  return [call('notice', context, [text('recv('), who(context, id), begun, note(context.words.httpRequest)], id)]
}

/** A name that could not be looked up failed before there was a socket. */
const LOOKUP = new Set(['ENOTFOUND', 'EAI_AGAIN', 'target-unknown'])

/** The program could not connect. */
export function unreachedCalls({ host, port, errno }: Traced<'unreached'>, context: TraceContext): TraceCall[] {
  const failed = (what: string): TraceCall => call('notice', context, [text(`${what} = -1 `), error(errno)])
  if (LOOKUP.has(errno)) return [failed(`getaddrinfo(${plain(host)})`)]
  const socket = call('debug', context, [text(`socket(${family(host)}, SOCK_STREAM)`)])
  return [socket, failed(`connect(${place(host, port)})`)]
}
