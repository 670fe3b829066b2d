/**
 * The lines of a load, made beforehand, so that sending is a slice and checking is a comparison of memory.
 * Counterpart: `checker.ts`. A line names its sender and its number modulo CYCLE, and its filling is its own:
 * a line that was cut, merged with another or came twice equals no other line that could be due.
 */

/** Lines after which a sender's stream repeats. Twice the largest window, so that early and late are told apart. */
export const CYCLE = 2048

/** Offsets within a line: `@SSS NNNN filling LF`. */
const SENDER_AT = 1
const NUMBER_AT = 5
const HEAD = 10
const AT = '@'.charCodeAt(0)
const ZERO = '0'.charCodeAt(0)
const LF = 10

export class Pattern {
  /** Bytes of a line. */
  readonly size: number
  readonly senders: number
  /** For each sender one cycle of its lines. */
  readonly cycles: readonly Buffer[]
  /** A line that everybody may get any number of times before the load begins. */
  readonly probe: Buffer

  constructor(senders: number, size: number) {
    if (size < HEAD + 1 || senders > 1000)
      throw new RangeError(`no pattern of ${senders} senders, lines of ${size} bytes`)
    this.size = size
    this.senders = senders
    this.cycles = Array.from({ length: senders }, (_, sender) =>
      Buffer.concat(Array.from({ length: CYCLE }, (_, number) => line(sender, number, size))),
    )
    this.probe = Buffer.from(`${'?'.padEnd(size - 1, '.')}\n`)
  }

  /** Sender of the line that begins at `at`, or -1 when no sender's line begins so. */
  senderOf(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== AT) return -1
    const sender = digits(bytes, at + SENDER_AT, 3)
    return sender < this.senders ? sender : -1
  }

  /** Number in its cycle of a whole line, or -1 when the `length` bytes at `at` are not exactly a line of `sender`. */
  numberOf(bytes: Buffer, at: number, length: number, sender: number): number {
    if (length !== this.size) return -1
    const number = digits(bytes, at + NUMBER_AT, 4)
    if (!(number < CYCLE)) return -1
    return this.equals(bytes, at, sender, number, 1) ? number : -1
  }

  /** Whether at `at` stand `count` lines of `sender`, from `number` of its cycle on. */
  equals(bytes: Buffer, at: number, sender: number, number: number, count: number): boolean {
    const { size } = this
    return this.cycles[sender]!.compare(bytes, at, at + count * size, number * size, (number + count) * size) === 0
  }
}

function line(sender: number, number: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  bytes.write(`@${String(sender).padStart(3, '0')} ${String(number).padStart(4, '0')} `, 'latin1')
  for (let i = HEAD; i < size - 1; i++) bytes[i] = 'a'.charCodeAt(0) + ((sender + 7 * number + i) % 26)
  bytes[size - 1] = LF
  return bytes
}

/** Value of so many decimal digits, NaN when they are not digits. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = bytes[i]! - ZERO
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value
}
