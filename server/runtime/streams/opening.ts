/**
 * What the first bytes of a participant are, where they are of a protocol that its listener does not speak: TLS, or HTTP from a
 * browser. Pure. Counterpart: `connection-events.ts`, which tells. Invariant: it only looks; the bytes pass as any others do.
 */
import { Buffer } from 'node:buffer'

/** `undecided`: more bytes are needed; null: neither. */
export type Opening = 'tls' | { readonly method: string } | 'undecided' | null

/** Methods of RFC 9110, 9.3, and PATCH (RFC 5789). */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']
/** The longest request line that is waited for, bytes: more is not looked at. */
export const OPENING_MOST = 8192
const REQUEST = /^([A-Z]+) \S+ HTTP\/1\.[01]\r?$/

/** What these first bytes begin. @param bytes all that has come on the connection so far */
export function openingOf(bytes: Uint8Array): Opening {
  // RFC 8446, 5.1: type 22, major version 3.
  if (bytes[0] === 0x16) return bytes.length < 2 ? 'undecided' : bytes[1] === 0x03 ? 'tls' : null
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, OPENING_MOST)).toString('latin1')
  if (!METHODS.some((method) => `${method} `.startsWith(text) || text.startsWith(`${method} `))) return null
  const end = text.indexOf('\n')
  if (end < 0) return text.length < OPENING_MOST ? 'undecided' : null
  const method = REQUEST.exec(text.slice(0, end))?.[1]
  return method === undefined ? null : { method }
}
