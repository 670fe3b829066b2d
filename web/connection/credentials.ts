/**
 * What this browser shows the lab to be known again: a secret of its own, by which its tabs are one person, the teacher's key, and the
 * pass with which who was in a locked lab, or one with a code, comes back.
 * Kept by origin, which a port is part of: a run that listens beside the page never sees them, as it would a cookie.
 * Counterparts: `socket.ts`, which says them in `hello`; `teacher-link.ts`, which gets the key.
 */
import { recall, remember } from '../storage/remembered.ts'

const BYTES = 16
/** Where storage is forbidden they last as long as the page. */
let browser = recall('browser')
let teacher = recall('teacher')
let pass = recall('pass')

export interface Credentials {
  readonly browser: string
  readonly teacher?: string
  readonly pass?: string
}

/** What this page shows the lab; makes the secret of the browser where there is none. */
export function credentials(): Credentials {
  if (browser === null) {
    const random = crypto.getRandomValues(new Uint8Array(BYTES))
    browser = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
    remember('browser', browser)
  }
  return { browser, ...(teacher !== null && { teacher }), ...(pass !== null && { pass }) }
}

/** Keeps the key of the teacher’s link for the next visits. */
export function keepTeacherKey(key: string): void {
  teacher = key
  remember('teacher', key)
}

/** Each welcome gives a newer one. */
export function keepPass(given: string): void {
  pass = given
  remember('pass', given)
}
