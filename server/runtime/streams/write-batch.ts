/**
 * Collects what one turn of the event loop brought, and writes it once per receiver: the relay's hot path.
 * Counterpart: `stream-run.ts`, which flushes it at the end of the turn, before membership changes, and when it is large.
 * Invariant: each receiver gets the bytes of all the others in the order of `add`, and none of its own.
 */

/** Bytes beyond which the batch is flushed within the turn, so that a full receiver is noticed before 1 MiB. */
export const FLUSH_AT = 131_072

export interface Receiver {
  readonly id: number
  /** Writes bytes that hold `lines` lines. */
  deliver(bytes: Uint8Array, lines: number): void
}

/** Bytes of one sender. */
export interface Segment {
  readonly from: number
  readonly bytes: Uint8Array
  readonly lines: number
}

export class WriteBatch {
  #segments: Segment[] = []
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  add(from: number, bytes: Uint8Array, lines: number): void {
    this.#segments.push({ from, bytes, lines })
    this.#bytes += bytes.length
  }

  /** Writes everything to everybody but its sender, and gives what it was. */
  flush(receivers: Iterable<Receiver>): readonly Segment[] {
    const segments = this.#segments
    if (segments.length === 0) return segments
    this.#segments = []
    const all = this.#bytes
    this.#bytes = 0
    // One buffer serves every receiver: those who said nothing in this turn, nearly all, get it as it is.
    const whole = segments.length === 1 ? segments[0]!.bytes : join(segments, all)
    const lines = segments.reduce((sum, segment) => sum + segment.lines, 0)
    const senders = new Set(segments.map((segment) => segment.from))
    for (const receiver of receivers) {
      if (!senders.has(receiver.id)) receiver.deliver(whole, lines)
      else if (senders.size > 1) deliverOthers(receiver, segments, whole)
    }
    return segments
  }
}

/** What lies between the receiver's own segments, as views of the one buffer. */
function deliverOthers(receiver: Receiver, segments: readonly Segment[], whole: Uint8Array): void {
  let at = 0
  let from = 0
  let lines = 0
  for (const segment of segments) {
    const next = at + segment.bytes.length
    if (segment.from === receiver.id) {
      if (at > from) receiver.deliver(whole.subarray(from, at), lines)
      from = next
      lines = 0
    } else {
      lines += segment.lines
    }
    at = next
  }
  if (at > from) receiver.deliver(whole.subarray(from, at), lines)
}

function join(segments: readonly Segment[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const { bytes } of segments) {
    whole.set(bytes, at)
    at += bytes.length
  }
  return whole
}
