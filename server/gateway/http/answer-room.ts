/**
 * How many bytes of answers may be under way at once: over the lab, for each address, for each connection.
 * Counterpart: `answers.ts`, which asks for room before an answer is made and gives it back when the answer is gone.
 * Invariant: what is granted never goes beyond the limits, except for bytes that are there already (`hold`).
 */
import { LabError } from '../../core/errors.ts'

export interface AnswerLimits {
  /** Bytes over the lab. */
  readonly lab: number
  /** Bytes of one address: it never takes the whole lab. */
  readonly address: number
  /** Bytes of one connection: no answer is larger. */
  readonly connection: number
  /** An answer up to this size is small. Large ones together leave a quarter of the room to the small ones. */
  readonly small: number
}

const MIB = 1_048_576

export const ANSWER_LIMITS: AnswerLimits = { lab: 64 * MIB, address: 48 * MIB, connection: 16 * MIB, small: 2.5 * MIB }

/** Of the lab and of an address: the part of the room that large answers may fill. */
const FOR_LARGE = 0.75

/** Bytes under way of one holder. */
interface Account {
  bytes: number
}

export class AnswerRoom {
  readonly #limits: AnswerLimits
  readonly #lab: Account = { bytes: 0 }
  readonly #addresses = new Map<string, Account>()
  readonly #connections = new Map<object, Account>()

  constructor(limits: AnswerLimits = ANSWER_LIMITS) {
    this.#limits = limits
  }

  /** Bytes under way over the lab. */
  get held(): number {
    return this.#lab.bytes
  }

  /**
   * Takes room for an answer of at most so many bytes. Throws `overloaded` where there is none.
   * @param connection whatever stands for it, by identity
   */
  reserve(address: string, connection: object, bytes: number): Share {
    const share = new Share(this, address, connection)
    if (!share.resize(bytes)) throw new LabError('overloaded')
    return share
  }

  /** Whether a share may have this size. */
  fits({ address, connection, bytes: before }: Share, bytes: number): boolean {
    const { lab, address: each, connection: most, small } = this.#limits
    const part = bytes > small ? FOR_LARGE : 1
    const grown = (account: Account | undefined): number => (account?.bytes ?? 0) - before + bytes
    return (
      grown(this.#lab) <= lab * part &&
      grown(this.#addresses.get(address)) <= each * part &&
      grown(this.#connections.get(connection)) <= most
    )
  }

  /** A share has this size from now on, whether there is room for it or not. */
  move(share: Share, bytes: number): void {
    const by = bytes - share.bytes
    share.bytes = bytes
    this.#lab.bytes += by
    add(this.#addresses, share.address, by)
    add(this.#connections, share.connection, by)
  }
}

/** The room of one answer. */
export class Share {
  readonly address: string
  readonly connection: object
  bytes = 0
  #released = false
  readonly #room: AnswerRoom

  constructor(room: AnswerRoom, address: string, connection: object) {
    this.#room = room
    this.address = address
    this.connection = connection
  }

  /** The answer is of this size after all. False where it is larger than was reserved, and there is no room for it. */
  resize(bytes: number): boolean {
    if (bytes > this.bytes && !this.#room.fits(this, bytes)) return false
    this.hold(bytes)
    return true
  }

  /** The same of bytes that cannot be refused, or are there already. */
  hold(bytes: number): void {
    if (!this.#released) this.#room.move(this, bytes)
  }

  /** The answer is gone, and takes no room whatever comes. May be called again. */
  release(): void {
    this.hold(0)
    this.#released = true
  }
}

function add<K>(accounts: Map<K, Account>, key: K, bytes: number): void {
  const account = accounts.get(key) ?? { bytes: 0 }
  account.bytes += bytes
  if (account.bytes === 0) accounts.delete(key)
  else accounts.set(key, account)
}
