/**
 * `--listen`: a further listener of a program that listens, written much as socat writes addresses. Counterparts: `cli/config.ts`
 * and `run-arguments.ts`, which have the flag.
 */
import { resolve } from 'node:path'
import type { ListenAddress } from '#shared/protocol/model.ts'

/** What its value looks like, for a help text. */
export const LISTEN_FORM = 'tcp:PORT|tls:PORT|unix:PATH|udp:PORT'

/** Bytes that a socket's path may have (sockaddr_un of Linux, less its final zero). */
const LONGEST = 107

/**
 * The listener, null where the text is none. `tcp4`, `tcp6` and their like are of one family; `tcp`, `tls` and `udp` listen on the
 * lab's own address. A relative path starts at the current folder, as the shell that it is typed in has it.
 */
export function listenerOf(text: string): ListenAddress | null {
  const [, transport, family, digits] = /^(tcp|tls|udp)([46])?:(\d{1,5})$/.exec(text) ?? []
  if (transport !== undefined) {
    const port = Number(digits)
    if (port > 65_535) return null
    const kind = (['tcp', 'tls', 'udp'] as const).find((one) => one === transport)!
    return { transport: kind, port, ...(family !== undefined && { family: family === '4' ? 'v4' : 'v6' }) }
  }
  const name = /^unix:(.+)$/s.exec(text)?.[1]
  if (name === undefined) return null
  const path = resolve(name)
  return Buffer.byteLength(path) > LONGEST ? null : { transport: 'unix', path }
}
