/**
 * Every error that a person can meet, by its code. The server maps a code to HTTP and WebSocket statuses in
 * `server/core/errors.ts`; the page maps it to a sentence in its catalogue. `params` of an error fill that sentence.
 */
export const ERROR_CODES = [
  'bad-request',
  'bad-message',
  'bad-name',
  'name-taken',
  'unknown-run',
  'unknown-file',
  'no-file-wanted',
  'file-refused',
  'file-cut',
  'file-in-use',
  'run-not-running',
  'not-joinable',
  'no-web-door',
  'unknown-door',
  'last-door',
  'too-many-doors',
  'tls-not-shared',
  'tls-failed',
  'no-ipv6',
  'path-in-use',
  'path-in-use-by-run',
  'path-taken',
  'path-unusable',
  'path-denied',
  'no-keyboard',
  'no-select',
  'target-denied',
  'target-unknown',
  'not-yours',
  'not-allowed',
  'unknown-participant',
  'no-connection',
  'port-in-use',
  'port-in-use-by-run',
  'port-in-use-by-page',
  'port-in-use-by-lab',
  'port-in-use-by-other-lab',
  'port-asked-twice',
  'port-in-time-wait',
  'port-still-connected',
  'reuse-unsupported',
  'port-denied',
  'address-unavailable',
  'no-free-port',
  'too-many-runs',
  'too-many-participants',
  'forbidden-origin',
  'forbidden-host',
  'overloaded',
  'journal-failed',
  'journal-full',
  'disk-full',
  'connection-failed',
  'not-found',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** Values that fill the sentence of an error: a port, a name, who holds the port. */
export type ErrorParams = Record<string, string | number>

/** The body of every refused REST call, and the inside of a `failed` message. */
export interface ErrorBody {
  code: ErrorCode
  /** English, complete: what happened, where, what to do. */
  message: string
  params: ErrorParams
}
