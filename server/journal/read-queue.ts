/**
 * The reads of a journal, one at a time, askers in turn. Shared by the adapters, so that the duties of `port.ts` to its
 * readers are kept in one place. Counterparts: `turns.ts`, which picks the next; `sqlite/`, `memory.ts`.
 * Invariant: waiting reads are bounded, for each asker and in all; every accepted read is answered or refused, unless
 * its asker has gone.
 */
import { LabError } from '../core/errors.ts'
import type { Asker, ReadFigures } from './port.ts'
import { Turns, type Waiting } from './turns.ts'

export interface ReadLimits {
  /** Reads that may wait in all. */
  readonly total: number
  /** Reads of one asker that may wait. */
  readonly each: number
}

/**
 * A page reads one thing for each watched run and a few over REST; 32 is a page of many runs that has just come back.
 */
export const READ_LIMITS: ReadLimits = { total: 256, each: 32 }

interface Read extends Waiting {
  serve(): Promise<void>
  refuse(reason: unknown): void
}

export class ReadQueue {
  readonly #limits: ReadLimits
  readonly #turns = new Turns<Read>()
  #busy = false
  #performed = 0
  #closed: Error | null = null

  constructor(limits: ReadLimits = READ_LIMITS) {
    this.#limits = limits
  }

  get figures(): ReadFigures {
    return { waiting: this.#turns.size, performed: this.#performed }
  }

  /**
   * Runs `work` alone, in this asker's turn. Rejects with `overloaded` when too much waits, and with the signal's
   * reason when the asker has gone before it began.
   */
  ask<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
    const { by, line, signal } = asker
    return new Promise((resolve, reject) => {
      if (this.#closed) throw this.#closed
      signal?.throwIfAborted()
      this.#makeRoom(by)
      const gone = (): void => {
        this.#turns.remove(read)
        reject(signal?.reason as Error)
      }
      const settled = (): void => signal?.removeEventListener('abort', gone)
      const read: Read = {
        by,
        line,
        serve: () => work().then(resolve, reject).finally(settled),
        refuse: (reason) => {
          settled()
          reject(reason)
        },
      }
      signal?.addEventListener('abort', gone, { once: true })
      this.#turns.add(read)
      this.#next()
    })
  }

  /** Refuses all waiting and later reads. */
  close(why: Error): void {
    this.#closed = why
    for (let read = this.#turns.take(); read; read = this.#turns.take()) read.refuse(why)
  }

  /** When all places are taken, the asker with the most waiting reads loses one to an asker with fewer. */
  #makeRoom(by: string): void {
    const waiting = this.#turns.countOf(by)
    if (waiting >= this.#limits.each) throw new LabError('overloaded')
    if (this.#turns.size < this.#limits.total) return
    const displaced = this.#turns.newestOfMost(waiting + 1)
    if (!displaced) throw new LabError('overloaded')
    this.#turns.remove(displaced)
    displaced.refuse(new LabError('overloaded'))
  }

  #next(): void {
    if (this.#busy) return
    const read = this.#turns.take()
    if (!read) return
    this.#busy = true
    this.#performed += 1
    void read.serve().finally(() => {
      this.#busy = false
      this.#next()
    })
  }
}
