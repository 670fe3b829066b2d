/**
 * Who may come into a lab with roles: whoever knows the code, where there is one, unless the teacher has locked the lab; and
 * whoever has been in. Counterparts: `gateway/ws/entrance.ts` and `gateway/http/outside.ts`, which ask; `execute.ts`, which carries out
 * what the teacher asks for.
 * Invariants: a new code and the lock disturb nobody who has been in; only the teacher is told the code.
 */
import { createHmac, randomInt } from 'node:crypto'
import { PIN_DIGITS } from '#shared/model/constants.ts'
import type { Clock } from '../core/clock.ts'
import { isSame } from './secret.ts'

/** So long after its latest welcome a browser comes back without the code, and into a locked lab: a school day. */
const PASS_MS = 12 * 3_600_000

/** What a page shows when it asks for access. */
export interface Credentials {
  /** The secret of its browser. */
  readonly browser?: string | undefined
  /** What the lab gave that browser when it was in. */
  readonly pass?: string | undefined
}

/** Why a page stays outside. */
export type Outside = 'pin-wanted' | 'wrong-pin' | 'lab-locked'

export interface AccessParts {
  readonly clock: Pick<Clock, 'now'>
  /** Signs the passes: whoever knows it after a restart takes those that were given before. */
  readonly key: string
  /** Newcomers need a code. */
  readonly wantsPin: boolean
  /** It was locked before. */
  readonly locked?: boolean
}

/** Access as those see it who may not change it. */
export type AccessReader = Omit<Access, 'lock' | 'renew'>

export class Access {
  readonly #parts: AccessParts | null
  readonly #listeners = new Set<() => void>()
  #pin: string | null = null
  #locked = false

  /** @param parts null where there are no roles: everybody is in */
  constructor(parts: AccessParts | null) {
    this.#parts = parts
    if (parts?.wantsPin) this.#pin = newPin()
    this.#locked = parts?.locked ?? false
  }

  /** The lab has roles, and so controls access, even where it lets everybody in. */
  get exists(): boolean {
    return this.#parts !== null
  }

  /** For the teacher and the console alone; null where none is wanted. */
  get pin(): string | null {
    return this.#pin
  }

  get locked(): boolean {
    return this.#locked
  }

  /** Anybody may come in. */
  get open(): boolean {
    return this.#pin === null && !this.#locked
  }

  /** Calls at each change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** Why this page stays outside as long as it gives no code; null where it may come in. */
  refusal(credentials: Credentials): Exclude<Outside, 'wrong-pin'> | null {
    if (this.open || this.#isKnown(credentials)) return null
    return this.#locked ? 'lab-locked' : 'pin-wanted'
  }

  isPin(code: string): boolean {
    return this.#pin !== null && isSame(code, this.#pin)
  }

  /** With which this browser, which is in, comes back. */
  passFor(browser: string | undefined): string | null {
    return this.#parts && passOf(this.#parts, browser, this.#parts.clock.now() + PASS_MS)
  }

  /** A new code, where one is wanted: the one before opens nothing any more. */
  renew(): void {
    if (this.#pin === null) return
    const before = this.#pin
    while (isSame(before, this.#pin)) this.#pin = newPin()
    this.#changed()
  }

  /** Newcomers stay outside, whatever they know, or may come again. */
  lock(locked: boolean): void {
    if (this.#locked === locked) return
    this.#locked = locked
    this.#changed()
  }

  #isKnown({ browser, pass }: Credentials): boolean {
    if (this.#parts === null || pass === undefined) return false
    const until = parseInt(pass, 36)
    return until > this.#parts.clock.now() && isSame(pass, passOf(this.#parts, browser, until))
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

const newPin = (): string => String(randomInt(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, '0')

/** "until.signature": of one browser, so that nobody lends it to another without the secret of that one. */
function passOf({ key }: AccessParts, browser = '', until: number): string {
  const mark = until.toString(36)
  return `${mark}.${createHmac('sha256', key).update(`a pass until ${mark} for ${browser}`).digest('base64url')}`
}
