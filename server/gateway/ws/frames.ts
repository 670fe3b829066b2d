/**
 * Finds the ends of WebSocket frames in a stream of bytes (RFC 6455, 5.2), however it is cut. Counterparts:
 * `input.ts`, which hands over some frames at a time; the ws library, which checks them.
 * Invariant: it keeps no bytes. It leaves violations of the RFC to the ws library, which closes the connection.
 */

/** Opcode of a close frame, after which nothing counts. */
const CLOSE_FRAME = 0x8
const SHORT = 2
const MASK = 4

export interface Cut {
  /** Offset after the frame, or the end of the bytes. */
  readonly end: number
  /** Whether the frame is complete there. */
  readonly whole: boolean
}

export class FrameCutter {
  /** A close frame has come. */
  closed = false
  /** The bytes of the header so far, without the mask. */
  #header: number[] = []
  /** Bytes of mask and payload still to come; null while the header is not whole. */
  #left: number | null = null

  /** Finds the end of the frame that `bytes` go on with from `offset`, which lies within them. */
  next(bytes: Uint8Array, offset: number): Cut {
    let at = offset
    while (this.#left === null && at < bytes.length) {
      this.#header.push(bytes[at++]!)
      if (this.#header.length >= SHORT && this.#header.length === sizeOf(this.#header))
        this.#left = following(this.#header)
    }
    if (this.#left === null) return { end: at, whole: false }
    const taken = Math.min(this.#left, bytes.length - at)
    this.#left -= taken
    if (this.#left > 0) return { end: at + taken, whole: false }
    this.closed ||= (this.#header[0]! & 0x0f) === CLOSE_FRAME
    this.#header = []
    this.#left = null
    return { end: at + taken, whole: true }
  }
}

/** Bytes of a header by its second one, without the mask. */
const sizeOf = (header: readonly number[]): number => {
  const length = header[1]! & 0x7f
  return SHORT + (length === 126 ? 2 : length === 127 ? 8 : 0)
}

/** Bytes that follow a header: mask and payload. */
function following(header: readonly number[]): number {
  const long = header.slice(SHORT)
  const length = long.length === 0 ? header[1]! & 0x7f : long.reduce((sum, byte) => sum * 256 + byte, 0)
  return length + ((header[1]! & 0x80) !== 0 ? MASK : 0)
}
