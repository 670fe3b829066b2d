/** What a tile says of somebody, in the page's language. Counterparts: `web/text/<lang>/wall.ts`; `Tile.svelte`, `Chip.svelte`. */
import { visible } from '#shared/net/visible.ts'
import type { WallPart, WallPerson } from '#shared/protocol/wall.ts'
import { lab } from '../store/lab.svelte.ts'
import { i18n } from '../text/index.svelte.ts'
import { wordsOf } from '../worksheet/words.svelte.ts'

/** How people are called on the wall: by name, or, where names are hidden, by number. */
export class Names {
  readonly masked: boolean
  readonly #owners: ReadonlyMap<string, WallPerson>

  constructor(people: readonly WallPerson[], masked: boolean) {
    this.masked = masked
    const owned = people.flatMap((one) => one.parts.map((part) => [placeOf(part), one] as const))
    this.#owners = new Map(masked ? owned : [])
  }

  of({ name, number, unclaimed }: WallPerson): string {
    if (name === null || (this.masked && !unclaimed)) return i18n.wall.pupil(number)
    return visible(name)
  }

  /** Of whom a call waits for: a name that somebody chose is nobody's where names are hidden; a port is. */
  inCall({ run, call }: WallPart): string | null {
    if (call?.who === undefined) return null
    const { name = `#${call.who}` } = call
    if (!this.masked || name.startsWith(':') || name.startsWith('#')) return visible(name)
    const owner = this.#owners.get(placeOf({ run, participant: call.who }))
    return owner ? this.of(owner) : i18n.wall.somebody
  }
}
const placeOf = ({ run, participant }: Pick<WallPart, 'run' | 'participant'>): string => `${run} ${participant}`

/** `recv(:51512)`. */
export function callOf(part: WallPart, names: Names): string | null {
  if (!part.call) return null
  const { call } = part.call
  const word = i18n.wall.calls[call]
  return word ?? `${call}(${names.inCall(part) ?? ''})`
}

/** What it runs or where it is connected: the program, and its port. */
export const placeWords = ({ program, port }: WallPart): { name: string; port: string } => ({
  name: wordsOf(program).name,
  port: port === 0 ? '' : `:${port}`,
})

/** `Q5`; null where the program is of no question. */
export function questionOf({ program }: WallPart): string | null {
  const question = lab.info?.programs.find(({ id }) => id === program)?.question
  return question === undefined ? null : question === null ? i18n.wall.socat : i18n.wall.question(question)
}

/** One sentence of what waits; of who goes on, one word. */
export function sentenceOf(part: WallPart, names: Names): string {
  const t = i18n.wall
  const bytes = part.bytes === null ? null : i18n.bytes(part.bytes)
  switch (part.does) {
    case 'blocks':
      return t.kept(part.bytes === 0 ? null : bytes, part.waiting)
    case 'unread':
      return t.unread(bytes ?? '')
    case 'accept':
      return t.accept(part.bytes === 0 ? null : bytes)
    case 'taking':
      return t.taking(bytes ?? '', part.waiting)
    case 'line':
      return t.line(bytes ?? '')
    case 'queues':
      return t.queues(bytes)
    case 'turn':
      return t.turn(bytes)
    case 'muted':
      return t.silent(part.bytes === 0 ? null : bytes)
    case 'floor':
      return t.noFloor(part.bytes === 0 ? null : bytes)
    case 'freeze':
      return t.frozen(part.bytes === 0 ? null : bytes)
    case 'deadlock':
      return t.deadlock
    case 'trouble':
      return t.trouble
    case 'goes':
      if (part.participant !== null) return t.connected
      return part.processes > 1 ? t.processes(part.processes) : (callOf(part, names)?.replace('()', '') ?? t.running)
  }
}

/** Whole seconds below a minute, then minutes; null where it is not known. @param now by the lab's clock */
export function lastedWords(since: number | null, now: number): string | null {
  if (since === null) return null
  const seconds = Math.max(0, Math.floor((now - since) / 1000))
  return seconds < 60 ? i18n.wall.seconds(seconds) : i18n.wall.minutes(Math.floor(seconds / 60))
}

/** What one may search for. */
export function wordsToSearch(one: WallPerson, names: Names): string[] {
  return [
    names.of(one),
    ...one.parts.flatMap((part) => [wordsOf(part.program).name, questionOf(part) ?? '', placeWords(part).port]),
  ]
}
