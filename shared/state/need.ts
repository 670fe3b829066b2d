/**
 * How much somebody of the class needs help: a raised hand, then whoever stands still. Pure. Counterparts: `standing.ts`, what it
 * stands in; `web/class/order.ts`, which sorts and holds tiles in place; `server/gateway/wall/`, which leaves out who needs least.
 */
import type { Does, WallPart, WallPerson } from '../protocol/wall.ts'

/** A wait as short as this is part of working; milliseconds. */
export const NEEDS_AFTER_MS = 10_000

/** `bad`: it does not go on by itself; `waits`: bytes or people wait, now; `turn`: quiet; `goes`: all is well. */
export type Tone = 'bad' | 'waits' | 'turn' | 'goes'

const TONES: Readonly<Record<Does, Tone>> = {
  trouble: 'bad',
  deadlock: 'waits',
  blocks: 'waits',
  taking: 'waits',
  accept: 'waits',
  unread: 'waits',
  line: 'waits',
  queues: 'turn',
  turn: 'turn',
  freeze: 'turn',
  muted: 'turn',
  floor: 'turn',
  goes: 'goes',
}
const RANKS: Readonly<Record<Tone, number>> = { bad: 3, waits: 2, turn: 1, goes: 0 }

export const toneOf = ({ does }: Pick<WallPart, 'does'>): Tone => TONES[does]

/** Of two parts of one person the one that alarms more stands on the tile. */
export const rankOf = (part: Pick<WallPart, 'does'>): number => RANKS[toneOf(part)]

export interface Need {
  /** 2: its hand is up; 1: it stands still; 0: it goes on. */
  readonly rank: 0 | 1 | 2
  /** Since when, milliseconds; -Infinity where it stands still since before anybody looked. Smaller is more urgent. */
  readonly since: number
  /** When it will need help if nothing changes; Infinity where it needs some, or none. */
  readonly at: number
}

/** @param now by the clock of the person's times */
export function needOf({ hand, parts }: Pick<WallPerson, 'hand' | 'parts'>, now: number): Need {
  if (hand) return { rank: 2, since: hand.since, at: Infinity }
  let since = Infinity
  let at = Infinity
  for (const part of parts) {
    const tone = toneOf(part)
    if (tone !== 'bad' && tone !== 'waits') continue
    const due = tone === 'bad' || part.from === null ? -Infinity : part.from + NEEDS_AFTER_MS
    if (due <= now) since = Math.min(since, part.since ?? part.from ?? -Infinity)
    else at = Math.min(at, due)
  }
  return since === Infinity ? { rank: 0, since, at } : { rank: 1, since, at: Infinity }
}
