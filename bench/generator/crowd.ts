/**
 * The clients of a load together: who has sent how much, which lines have reached everybody, how long that took.
 * Counterparts: `checker.ts` judges what comes in; `main.ts` says when to begin and to end.
 * Invariant: a sender never has more than the load's window of lines under way.
 */
import type { Socket } from 'node:net'
import type { Load } from './loads.ts'
import { Checker, type Faults } from './checker.ts'
import { openClient } from './client.ts'
import { CYCLE, Pattern } from './pattern.ts'

/** What one sender has sent. Arrays hold a value for each line of its cycle. */
interface Sent {
  lines: number
  /** Lines that all the others have. */
  complete: number
  /** When the line was last sent, ms. */
  readonly at: Float64Array
  /** How many have it. */
  readonly received: Uint16Array
}

export class Crowd {
  /** Lines delivered so far, each counted once for each receiver. */
  delivered = 0
  /** Clients whose connection the peer ended. */
  gone = 0
  /** Milliseconds from the sending of a line until the last of the others had it; lines sent since `timing` was set. */
  readonly latencies: number[] = []
  /** Only lines sent at or after this moment are timed. */
  timing = Infinity
  readonly #load: Load
  readonly #pattern: Pattern
  readonly #checkers: Checker[] = []
  readonly #sockets: Socket[] = []
  readonly #sent: Sent[]
  #speaking = false
  #closing = false
  #turnOpen = false
  /** When the read that is being judged came, ms. */
  #now = 0

  constructor(load: Load) {
    if (2 * load.window > CYCLE) throw new RangeError(`a window of ${load.window} lines is more than half a cycle`)
    this.#load = load
    this.#pattern = new Pattern(load.senders, load.size)
    const sent = (): Sent => ({ lines: 0, complete: 0, at: new Float64Array(CYCLE), received: new Uint16Array(CYCLE) })
    this.#sent = Array.from({ length: load.senders }, sent)
  }

  get faults(): Faults {
    const sum = (one: (faults: Faults) => number) => this.#checkers.reduce((all, { faults }) => all + one(faults), 0)
    return { broken: sum((faults) => faults.broken), misplaced: sum((faults) => faults.misplaced) }
  }

  /** Deliveries that a perfect relay has made when everything sent has arrived. */
  get due(): number {
    return this.#sent.reduce((sum, { lines }) => sum + lines, 0) * (this.#load.clients - 1)
  }

  async connect(port: number): Promise<void> {
    for (let me = 0; me < this.#load.clients; me++) {
      const checker = new Checker(this.#pattern, me, (sender, number, count) => this.#received(sender, number, count))
      this.#checkers.push(checker)
      const read = (data: Buffer, end: number) => {
        this.#now = performance.now()
        checker.push(data, end)
        this.#turn()
      }
      const gone = () => {
        if (!this.#closing) this.gone++
      }
      this.#sockets.push(await openClient(port, read, gone))
    }
  }

  /** Says a probe. Whether everybody but its sender has had one: then the peer has accepted all. */
  probe(): boolean {
    if (this.#checkers.every(({ probed }, client) => probed || client === 0)) return true
    this.#sockets[0]!.write(this.#pattern.probe)
    return false
  }

  begin(): void {
    this.#speaking = true
    this.#turn()
  }

  /** No sender says more. */
  end(): void {
    this.#speaking = false
  }

  close(): void {
    this.#closing = true
    for (const socket of this.#sockets) socket.destroy()
  }

  #received(sender: number, number: number, count: number): void {
    this.delivered += count
    const sent = this.#sent[sender]!
    const everybody = this.#load.clients - 1
    for (let i = number; i < number + count; i++) {
      const received = sent.received[i]! + 1
      sent.received[i] = received
      if (received !== everybody) continue
      sent.complete++
      const at = sent.at[i]!
      if (at >= this.timing) this.latencies.push(this.#now - at)
    }
  }

  /** Speaks once when everything that is ready has been read. */
  #turn(): void {
    if (this.#turnOpen || !this.#speaking) return
    this.#turnOpen = true
    setImmediate(() => {
      this.#turnOpen = false
      if (this.#speaking) for (let sender = 0; sender < this.#load.senders; sender++) this.#speak(sender)
    })
  }

  /** Says what the window allows, unless the kernel still has bytes of this sender to take. */
  #speak(sender: number): void {
    const sent = this.#sent[sender]!
    const socket = this.#sockets[sender]!
    const { size } = this.#pattern
    while (socket.writableLength === 0) {
      const number = sent.lines % CYCLE
      const count = Math.min(this.#load.window - (sent.lines - sent.complete), CYCLE - number)
      if (count <= 0) return
      sent.received.fill(0, number, number + count)
      sent.at.fill(performance.now(), number, number + count)
      sent.lines += count
      socket.write(this.#pattern.cycles[sender]!.subarray(number * size, (number + count) * size))
    }
    socket.once('drain', () => this.#turn())
  }
}
