/**
 * Every error that a person can meet: its code, and its status in HTTP (RFC 9110). Its sentence is in `text.<lang>.ts`. Of 5xx there
 * are 503, which says when to ask again, and `internal`, a fault of the lab.
 */
export const STATUS = {
  'bad-request': 400,
  'bad-message': 400,
  'bad-name': 400,
  'name-invisible': 400,
  'name-scripts': 400,
  'name-reserved': 400,
  'name-taken': 409,
  'unknown-run': 404,
  'unknown-file': 404,
  'no-file-wanted': 409,
  'file-refused': 409,
  'file-cut': 400,
  'file-in-use': 409,
  'run-not-running': 409,
  'not-joinable': 409,
  'no-web-listener': 409,
  'unknown-listener': 404,
  'last-listener': 409,
  'too-many-listeners': 429,
  'tls-not-shared': 409,
  'tls-failed': 503,
  'no-ipv6': 400,
  'path-in-use': 409,
  'path-in-use-by-run': 409,
  'path-taken': 409,
  'path-unusable': 400,
  'path-denied': 403,
  'no-keyboard': 409,
  'no-select': 409,
  'target-denied': 403,
  'target-unknown': 400,
  'not-yours': 403,
  'not-allowed': 403,
  'teacher-only': 403,
  'owner-only': 403,
  'wrong-secret': 403,
  'unknown-participant': 404,
  'no-connection': 409,
  'port-in-use': 409,
  'port-in-use-by-run': 409,
  'port-in-use-by-page': 409,
  'port-in-use-by-lab': 409,
  'port-in-use-by-other-lab': 409,
  'port-asked-twice': 400,
  'port-in-time-wait': 409,
  'port-still-connected': 409,
  'reuse-unsupported': 409,
  'port-denied': 403,
  'address-unavailable': 400,
  'no-free-port': 409,
  'too-many-runs': 429,
  'too-many-runs-of-asker': 429,
  'too-many-runs-of-address': 429,
  'too-many-own-runs': 429,
  'too-many-participants': 429,
  'too-many-participants-of-page': 429,
  'too-many-pages': 429,
  'too-many-pages-of-address': 429,
  'no-descriptors': 503,
  'forbidden-origin': 403,
  'forbidden-host': 403,
  overloaded: 503,
  'lab-ending': 503,
  'journal-failed': 503,
  'journal-full': 409,
  'disk-full': 503,
  'connection-failed': 409,
  'not-found': 404,
  internal: 500,
} as const

export type ErrorCode = keyof typeof STATUS

/** Values that fill the sentence of an error: a port, a name, who holds the port. */
export type ErrorParams = Record<string, string | number>

/** The body of every refused REST call, and the inside of a `failed` message. */
export interface ErrorBody {
  code: ErrorCode
  /** English, complete: what happened, where, what to do. */
  message: string
  params: ErrorParams
}
