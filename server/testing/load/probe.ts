/** Two raw TCP clients of a relay, one of which times how long its lines take to the other. */
import { setTimeout as sleep } from 'node:timers/promises'
import { RawClient, until } from '../raw-client.ts'

const PERIOD_MS = 5

export interface Measured {
  /** The time that 99 of 100 lines were faster than, milliseconds. */
  readonly p99: number
  readonly sent: number
  readonly lost: number
}

export class ProbePair {
  readonly #from: RawClient
  readonly #to: RawClient
  readonly #sentAt: number[] = []
  readonly #took: number[] = []
  #rest = ''

  private constructor(from: RawClient, to: RawClient) {
    this.#from = from
    this.#to = to
    from.socket.setNoDelay()
    to.socket.on('data', (chunk: Buffer) => this.#hear(chunk.toString('latin1')))
  }

  static async open(port: number): Promise<ProbePair> {
    const pair = new ProbePair(await RawClient.connect(port), await RawClient.connect(port))
    // The first line tells that both are admitted.
    await until(
      'the first line of a probe',
      () => {
        pair.#say()
        return pair.#took.length
      },
      (heard) => heard > 0,
    )
    return pair
  }

  /** Says a line every few milliseconds, and waits up to 10 s for what is under way at the end. */
  async measure(ms: number): Promise<Measured> {
    const first = this.#sentAt.length
    for (const end = performance.now() + ms; performance.now() < end; await sleep(PERIOD_MS)) this.#say()
    const sent = this.#sentAt.length - first
    const heard = () => this.#took.slice(first).filter((took) => took !== undefined)
    await until('all lines of a probe', heard, (all) => all.length === sent).catch(() => {})
    const took = heard().sort((a, b) => a - b)
    return { p99: took[Math.floor(took.length * 0.99)] ?? Infinity, sent, lost: sent - took.length }
  }

  close(): void {
    this.#from.reset()
    this.#to.reset()
  }

  #say(): void {
    this.#from.say(`probe ${this.#sentAt.push(performance.now()) - 1}\n`)
  }

  #hear(chunk: string): void {
    const lines = (this.#rest + chunk).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      const number = Number(line.slice('probe '.length))
      this.#took[number] = performance.now() - this.#sentAt[number]!
    }
  }
}
