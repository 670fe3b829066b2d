/**
 * Says on a terminal who has begun a line and not ended it for a second: `input()` strips the line end, and a raw terminal
 * sends CR for Enter. Counterparts: `shared/state/waits.ts`, which knows whose; `console.ts`, which prints.
 * Invariants: each line that stays incomplete is told once, and once more when it turns out to end in CR; one timer, and none
 * while every line is whole.
 */
import type { Clock } from '../../core/clock.ts'
import type { Detail, Entry } from '../../journal/port.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { Waits } from '#shared/state/waits.ts'
import type { RunTexts } from './text/fr/run.ts'

/** Who is there, and what time it is for their run: microseconds since its start. */
export interface Present {
  readonly now: number
  readonly people: readonly Pick<Participant, 'id' | 'address'>[]
  readonly waits: Waits
}

export class PartialTold {
  readonly #clock: Clock
  readonly #texts: RunTexts
  readonly #look: () => Present
  /** What was told of a participant: since when its line is incomplete, and whether its CR was named. */
  #told = new Map<number, { since: number; cr: boolean }>()
  #timer: (() => void) | null = null

  constructor(clock: Clock, texts: RunTexts, look: () => Present) {
    this.#clock = clock
    this.#texts = texts
    this.#look = look
  }

  /**
   * What there is to say after these events.
   * @param due called once, when there may be more to say although nothing happens
   */
  after(entries: readonly Entry[], due: () => void): string[] {
    if (this.#timer !== null || !entries.some(leavesPartial)) return []
    return this.due(due)
  }

  /** What there is to say now. */
  due(due: () => void): string[] {
    const { now, people, waits } = this.#look()
    const lines: string[] = []
    const told = new Map<number, { since: number; cr: boolean }>()
    for (const { id, address } of people) {
      const { lasting } = waits.of(id)
      if (!lasting) continue
      const { partialBytes, partialSince: since, endsInCr: cr } = lasting
      const before = this.#told.get(id)
      const same = before?.since === since
      if (!same || (cr && !before.cr)) lines.push(this.#texts.partial(address, partialBytes, cr))
      told.set(id, { since, cr: cr || (same && before.cr) })
    }
    this.#told = told
    if (waits.next < Infinity) {
      this.#timer = this.#clock.after(Math.max(1, Math.ceil((waits.next - now) / 1000)), () => {
        this.#timer = null
        due()
      })
    }
    return lines
  }

  close(): void {
    this.#timer?.()
  }
}

const leavesPartial = ({ kind, detail }: Entry): boolean =>
  kind === 'partial-line' || (kind === 'lines' && (detail as Detail<'lines'>).partialBytes > 0)
