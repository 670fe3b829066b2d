/**
 * Plays a run: time goes on by itself, at a speed of the reader's, and stillness is passed over. Counterparts: `Past`, which shows
 * each moment; `TimeMachine.svelte`, which draws the controls.
 */
import type { MomentQuery } from '#shared/protocol/moment.ts'
import type { Past } from '../store/past.svelte.ts'

export const SPEEDS = [0.1, 0.5, 1, 10, 100] as const
export type Speed = (typeof SPEEDS)[number]

/** Of a silence longer than this only this much is played, and drawn. Microseconds. */
export const SILENCE = 2_000_000

export class Player {
  speed = $state<Speed>(1)
  /** Silences are cut. */
  cut = $state(true)
  #playing = $state(false)
  /** Where time has got to while it plays, microseconds. */
  #at = $state(0)
  readonly #past: () => Past
  #before = 0

  constructor(past: () => Past) {
    this.#past = past
  }

  get playing(): boolean {
    return this.#playing
  }
  /** Microseconds since the run's start. */
  get t(): number {
    return this.#playing ? this.#at : (this.#past().moment?.t ?? 0)
  }

  play(): void {
    const { moment } = this.#past()
    if (!moment) return
    // From its end a run is played from its beginning.
    this.#at = moment.next === null ? 0 : moment.t
    if (moment.next === null) this.#past().go({ t: 0 })
    this.#playing = true
    this.#before = NaN
  }
  pause(): void {
    if (!this.#playing) return
    this.#playing = false
    this.#past().go({ t: Math.round(this.#at) })
  }
  toggle(): void {
    if (this.#playing) this.pause()
    else this.play()
  }
  /** Goes to this moment; what plays goes on from there. */
  seek(t: number): void {
    this.#at = t
    this.#past().go({ t })
  }
  /** Goes so many events on, or back, and rests there. */
  step(by: number): void {
    this.#playing = false
    this.#past().step(by)
  }
  /** Goes to this moment, and rests there. */
  restAt(at: MomentQuery): void {
    this.#playing = false
    this.#past().go(at)
  }
  faster(by: 1 | -1): void {
    const next = SPEEDS[SPEEDS.indexOf(this.speed) + by]
    if (next !== undefined) this.speed = next
  }

  /** A frame of the screen. @param now milliseconds */
  frame(now: number): void {
    const { moment } = this.#past()
    if (!this.#playing || !moment) return
    const passed = Number.isNaN(this.#before) ? 0 : now - this.#before
    this.#before = now
    // The moment that was asked for when play began is still on its way.
    if (moment.next === null && moment.t > this.#at) return
    if (moment.next === null) {
      this.#playing = false
      return
    }
    this.#at += passed * 1000 * this.speed
    const still = this.cut && moment.next - moment.t > SILENCE && this.#at - moment.t >= SILENCE
    if (still) this.#at = Math.max(this.#at, moment.next)
    if (this.#at >= moment.next) this.#past().go({ t: Math.round(this.#at) })
  }
}
