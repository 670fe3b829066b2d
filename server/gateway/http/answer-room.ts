/**
 * Bounds the bytes of answers under way: in the whole lab, for each address, for each connection.
 * Counterpart: `answers.ts`, which reserves room before an answer is made and gives it back once the answer is gone.
 * Invariant: grants never exceed the limits, except for bytes already in memory (`hold`).
 */
import { LabError } from '../../core/errors.ts'

export interface AnswerLimits {
  /** Bytes in the whole lab. */
  readonly lab: number
  /** Bytes of one address, so that it never takes the whole lab. */
  readonly address: number
  /** Bytes of one connection: no answer is larger. */
  readonly connection: number
  /** An answer up to this size is small. Large ones together leave a quarter of the room to the small ones. */
  readonly small: number
}

const MIB = 1_048_576

export const ANSWER_LIMITS: AnswerLimits = { lab: 64 * MIB, address: 48 * MIB, connection: 16 * MIB, small: 2.5 * MIB }

/** The share of the lab's and an address's room that large answers may fill. */
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

  /** Bytes under way in the whole lab. */
  get held(): number {
    return this.#lab.bytes
  }

  /**
   * Reserves room for an answer of at most so many bytes. Throws `overloaded` when there is none.
   * @param connection any object that identifies it
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

  /** Sets the size of a share, even without room for it. */
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

  /** Sets the real size of the answer. False if it exceeds the reservation and there is no room for it. */
  resize(bytes: number): boolean {
    if (bytes > this.bytes && !this.#room.fits(this, bytes)) return false
    this.hold(bytes)
    return true
  }

  /** The same for bytes that cannot be refused, or are already in memory. */
  hold(bytes: number): void {
    if (!this.#released) this.#room.move(this, bytes)
  }

  /** Releases the room for good. May be called again. */
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
