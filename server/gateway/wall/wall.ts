/**
 * Tells the teacher's wall what everybody does: all of it once, then what has changed, twice a second at most. Counterparts:
 * `run-fold.ts`, a run; `people.ts`, whose it is; `gateway/ws/session.ts`, which asks; `web/class/`, which draws.
 * Invariants: nothing is looked at while no wall is open; a message has at most `MOST` tiles, and says how many it leaves out; a number
 * is never given twice.
 */
import type { Clock } from '../../core/clock.ts'
import { same } from '#shared/state/same.ts'
import type { LabReader, SocketSampler } from '../../runtime/lab/reader.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { WallPart, WallPerson } from '#shared/protocol/wall.ts'
import { needOf, rankOf } from '#shared/state/need.ts'
import type { ClassPeople, ClassPerson } from './people.ts'
import { RunFold } from './run-fold.ts'
import type { Showable } from './screen.ts'

type OwnTile = Extract<ServerMessage, { type: 'own-tile' }>

const PERIOD_MS = 500
/** Before the first look that somebody's own tile asks for. */
const SOON_MS = 50
/** After a look that took `ms`, rests this many times as long: a lab with very many runs has other work too. */
const REST = 10
/** Tiles at most. */
const MOST = 250
/** Parts of a tile at most. */
const PARTS = 3

/** A page of somebody who looks at its own tile. */
export interface OwnPage extends WallPage {
  readonly person: string
}

/** A page that shows the wall. */
export interface WallPage {
  send(message: ServerMessage): void
}

interface Fold {
  readonly fold: RunFold
  readonly stop: () => void
}

export class Wall {
  readonly #lab: LabReader
  readonly #sampler: SocketSampler
  readonly #clock: Clock
  readonly #people: ClassPeople
  /** Each with whether it has been told all. */
  readonly #pages = new Map<WallPage, boolean>()
  /** Each with what it was told last. */
  readonly #own = new Map<OwnPage, Omit<OwnTile, 'now'> | null>()
  readonly #folds = new Map<string, Fold>()
  readonly #live = new Set<string>()
  readonly #deaf: () => void
  readonly #numbers = new Map<string, number>()
  /** Terminals that have a tile. */
  #terminals = new Set<string>()
  #newest = 0
  #told = new Map<number, WallPerson>()
  #more = 0
  #frozen: number | null = null
  #cancel: (() => void) | null = null

  constructor(lab: LabReader, sampler: SocketSampler, clock: Clock, people: ClassPeople) {
    this.#lab = lab
    this.#sampler = sampler
    this.#clock = clock
    this.#people = people
    this.#deaf = lab.listen({ runChanged: (run) => this.#live.add(run), committed() {} })
    for (const { id, state } of lab.page(0).runs) if (state === 'running') this.#live.add(id)
  }

  add(page: WallPage): void {
    this.#pages.set(page, false)
    this.#cancel?.()
    this.#look()
  }

  remove(page: WallPage): void {
    if (!this.#pages.delete(page) || this.#pages.size > 0) return
    this.#rest()
    if (this.#own.size > 0) this.#look()
  }

  /** Tells a page what stands on the tile of its person. */
  addOwn(page: OwnPage): void {
    if (!this.#own.has(page)) this.#own.set(page, null)
    // Whoever opens and closes it all the time has nothing looked at.
    this.#cancel ??= this.#clock.after(SOON_MS, () => this.#look())
  }

  removeOwn(page: OwnPage): void {
    if (this.#own.delete(page) && this.#pages.size === 0 && this.#own.size === 0) this.#rest()
  }

  /** What of somebody can be shown to all: what stands on its tile. Undefined where nothing does, or nobody could agree. */
  showable(number: number): Showable | undefined {
    const [part] = this.#told.get(number)?.parts ?? []
    if (!part) return undefined
    for (const { key, name } of this.#people()) {
      if (this.#numbers.get(key) !== number) continue
      return { key, number, name, run: part.run, participant: part.participant }
    }
    return undefined
  }

  /** Of a person of this number; undefined where there is none. */
  keyOf(number: number): string | undefined {
    for (const [key, own] of this.#numbers) if (own === number) return key
    return undefined
  }

  close(): void {
    this.#deaf()
    this.#pages.clear()
    this.#own.clear()
    this.#rest()
  }

  #rest(): void {
    this.#cancel?.()
    this.#cancel = null
    for (const { stop } of this.#folds.values()) stop()
    this.#folds.clear()
    this.#told.clear()
  }

  #look(): void {
    const began = this.#clock.micros()
    const now = this.#clock.now()
    const walls = this.#pages.size > 0
    for (const run of walls ? this.#live : this.#runsOfOwn()) this.#fold(run, now)
    if (walls) {
      const { people, more } = this.#tiles()
      this.#tell(people, more, now)
    }
    this.#tellOwn(now)
    const took = (this.#clock.micros() - began) / 1000
    this.#cancel = this.#clock.after(Math.max(PERIOD_MS, REST * took), () => this.#look())
  }

  #fold(run: string, now: number): void {
    const fold = this.#folds.get(run) ?? this.#begin(run)
    if (fold?.fold.look(now)) return
    fold?.stop()
    this.#folds.delete(run)
    this.#live.delete(run)
  }

  #begin(run: string): Fold | null {
    const fold = new RunFold(this.#lab, run)
    const stop = this.#sampler.watch(run, { sampled: (sampled) => fold.sampled(sampled), over() {} })
    if (!stop) return null
    this.#folds.set(run, { fold, stop })
    return { fold, stop }
  }

  /** Those who need most, where there are too many. */
  #tiles(): { people: WallPerson[]; more: number } {
    const all: WallPerson[] = []
    const owned = new Set<string>()
    for (const person of this.#people()) {
      for (const { run, id } of person.participants) owned.add(placeOf(run, id))
      all.push(this.#tile(person))
    }
    all.push(...this.#unclaimed(owned))
    const now = this.#clock.now()
    if (all.length > MOST) all.sort((a, b) => needOf(b, now).rank - needOf(a, now).rank || a.number - b.number)
    return { people: all.slice(0, MOST), more: Math.max(0, all.length - MOST) }
  }

  #tile({ key, name, here, hand, step, participants, runs }: ClassPerson): WallPerson {
    const parts = [
      ...participants.map(({ run, id }) => this.#folds.get(run)?.fold.participant(id)),
      ...runs.map((run) => this.#folds.get(run)?.fold.program()),
    ].filter((part): part is WallPart => part !== undefined)
    return { number: this.#number(key), name, here, hand, step, ...mostNeedy(parts) }
  }

  /** Whoever is connected and belongs to nobody: a tile of its own. */
  #unclaimed(owned: ReadonlySet<string>): WallPerson[] {
    const seen = new Set<string>()
    const tiles: WallPerson[] = []
    for (const [run, { fold }] of this.#folds) {
      for (const { id, name, named } of fold.terminals()) {
        const place = placeOf(run, id)
        const part = owned.has(place) ? undefined : fold.participant(id)
        if (!part) continue
        seen.add(place)
        const number = this.#number(place)
        const unclaimed = named ? {} : { unclaimed: true as const }
        tiles.push({ number, name, ...unclaimed, here: true, hand: null, step: null, ...mostNeedy([part]) })
      }
    }
    for (const place of this.#terminals) if (!seen.has(place)) this.#numbers.delete(place)
    this.#terminals = seen
    return tiles
  }

  /** Runs in which those who look at their own tile have something: of the others nothing is looked at for them. */
  #runsOfOwn(): Set<string> {
    const keys = new Set([...this.#own.keys()].map(({ person }) => person))
    const own = [...this.#people()].filter(({ key }) => keys.has(key))
    const all = own.flatMap(({ participants, runs }) => [...participants.map(({ run }) => run), ...runs])
    return new Set(all.filter((run) => this.#live.has(run)))
  }

  #tellOwn(now: number): void {
    if (this.#own.size === 0) return
    const people = new Map([...this.#people()].map((one) => [one.key, one]))
    const hands = [...people.values()].flatMap(({ hand }) => hand ?? []).sort((a, b) => a.since - b.since)
    for (const [page, told] of this.#own) {
      const one = people.get(page.person)
      const rank = one?.hand ? 1 + hands.findIndex(({ since }) => since === one.hand!.since) : null
      const tile = { type: 'own-tile', person: one ? this.#tile(one) : null, rank } as const
      if (same(told, tile)) continue
      this.#own.set(page, tile)
      page.send({ ...tile, now })
    }
  }

  #number(key: string): number {
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, ++this.#newest)
    return this.#newest
  }

  #tell(people: readonly WallPerson[], more: number, now: number): void {
    const changed = people.filter((one) => !same(this.#told.get(one.number), one))
    const here = new Map(people.map((one) => [one.number, one]))
    const gone = [...this.#told.keys()].filter((number) => !here.has(number))
    const frozen = this.#lab.frozenSince
    const news = changed.length > 0 || gone.length > 0 || more !== this.#more || frozen !== this.#frozen
    this.#frozen = frozen
    this.#told = here
    this.#more = more
    for (const [page, knows] of this.#pages) {
      this.#pages.set(page, true)
      if (!knows) page.send({ type: 'wall', whole: true, people: [...people], gone: [], more, frozen, now })
      else if (news) page.send({ type: 'wall', whole: false, people: changed, gone, more, frozen, now })
    }
  }
}

const placeOf = (run: string, participant: number): string => `terminal ${run} ${participant}`

function mostNeedy(parts: WallPart[]): Pick<WallPerson, 'parts' | 'more'> {
  parts.sort((a, b) => rankOf(b) - rankOf(a))
  return { parts: parts.slice(0, PARTS), more: Math.max(0, parts.length - PARTS) }
}
