import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { i18n } from '../text/index.svelte.ts'
import type { Live, ParticipantsView } from '../store/contract.ts'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { NO_WAIT, waitsOf, type ProcessWaits, type Waits } from '#shared/state/waits.ts'
import { blockedIn, legend, partialSentences, processName, standing, unreadSentence, whyUnread } from './words.ts'

// The language is written on the document, which there is none of here.
vi.hoisted(() => Object.assign(globalThis, { document: { documentElement: { lang: '' } } }))

const NAMES = ['Programme', 'ana', ':51512', 'bob']
const people: ParticipantsView = {
  get: () => undefined,
  name: (id) => NAMES[id] ?? `#${id}`,
  colour: (id) => id - 1,
  livingIn: () => [],
}
const recv = (id: string, who: number): ProcessView => ({ id, line: 'recv', waits: { call: 'recv', who } })
const all = [
  sampleParticipant(1, { partialBytes: 9, partial: { partialBytes: 9, partialSince: 0, endsInCr: false } }),
  sampleParticipant(3),
]
/** @param now microseconds: the line of the first has begun at 0 */
const waits = (now: number, ...processes: ProcessView[]): Waits => waitsOf({ processes, people: all, rows: null, now })
const live = (...processes: ProcessView[]): Live => ({
  processes,
  keyboard: null,
  deadlock: null,
  select: null,
  waits: waits(0, ...processes),
})
const alone = (process: ProcessView, now = 0): ProcessWaits => waits(now, process).processes[0]!

beforeEach(() => i18n.use('fr'))

describe('what the program waits for', () => {
  it('names the call, and whom recv waits for', async () => {
    expect(blockedIn({ call: 'recv', who: 1 }, people)).toBe('bloqué dans recv(ana)')
    expect(blockedIn({ call: 'accept' }, people)).toBe('bloqué dans accept()')
    await i18n.use('en')
    expect(blockedIn({ call: 'recv', who: 1 }, people)).toBe('blocked in recv(ana)')
  })

  it('names each process, by whom it serves', () => {
    expect(processName(recv('main', 1), people)).toBe('principal')
    expect(processName({ ...recv('child-3', 3), pid: 4242 }, people)).toBe('enfant de bob (4242)')
  })

  it('has a sentence for each process, and says so where nobody reads the socket', () => {
    const keyboard: ProcessView = { id: 'main', line: 'keyboard', waits: { call: 'keyboard' } }
    expect(legend(live(keyboard), people)).toHaveLength(2)
    expect(legend(live(keyboard, recv('child-1', 1)), people)).toHaveLength(2)
    expect(legend(live({ ...keyboard, waits: null }), people)).toEqual([])
  })
})

describe('a paused program, before its next select', () => {
  const main: ProcessView = { id: 'main', line: 'select', waits: { call: 'select' } }
  const at = (state: StepperState): Live => ({ ...live(main), select: { state, by: null, wakeUps: [] } })

  it('is not said to wait for a socket: it waits for a click', () => {
    expect(standing(alone(main), true, null, people)).toBe('bloqué dans select()')
    expect(standing(alone(main), true, 'paused', people)).toBe('en pause')
    expect(standing(alone(main), true, 'frozen', people)).toBe('gelé')
    expect(legend(at('paused'), people)[0]).toContain('clic')
    expect(legend(at('running'), people)[0]).toContain('select rendra la main')
    expect(legend(at('stepping'), people)[0]).toContain('select rendra la main')
  })
})

describe('a line that does not end', () => {
  const LATER = 2_000_000
  const lasting = (process: ProcessView): Live => ({ ...live(process), waits: waits(LATER, process) })

  it('is what recv has returned already: it waits for the rest, and says so', async () => {
    expect(standing(alone(recv('main', 1), LATER), true, null, people)).toBe(
      'bloqué dans recv(ana)\u202f: il a 9\u00a0octets d’une ligne, pas encore de «\u202f\\n\u202f»',
    )
    expect(standing(alone(recv('child-1', 1), LATER), true, null, people)).toContain('9\u00a0octets')
    expect(standing(alone(recv('main', 3), LATER), true, null, people)).toBe('bloqué dans recv(bob)')
    expect(legend(lasting(recv('main', 1)), people)[0]).toContain('recv a rendu 9\u00a0octets de ana')
    await i18n.use('en')
    expect(standing(alone(recv('main', 1), LATER), true, null, people)).toContain(
      'has 9\u00a0bytes of a line, no “\\n” yet',
    )
  })

  it('is told of whoever has begun it, once, in whatever call the program is', () => {
    const select: ProcessView = { id: 'main', line: 'select', waits: { call: 'select' } }
    expect(partialSentences(lasting(select).waits, all, people)).toHaveLength(1)
    expect(partialSentences(lasting(recv('main', 1)).waits, all, people)).toEqual([])
  })
})

describe('why somebody is not read', () => {
  it('says whom the program reads instead', () => {
    expect(whyUnread({ for: 'turn', call: { call: 'recv', who: 2 } }, people)).toBe('le programme lit :51512')
    expect(whyUnread({ for: 'accept', call: { call: 'accept' } }, people)).toContain('accept()')
  })

  it('says nothing of who waits for somebody else, nor of a program that runs', () => {
    expect(whyUnread({ for: 'queues', of: [2] }, people)).toBeNull()
    expect(whyUnread({ for: 'turn', call: null }, people)).toBeNull()
  })
})

describe('how many are not read', () => {
  const of = (...bytes: (number | null)[]): Waits => ({
    of: (id) => ({ ...NO_WAIT, unread: bytes[id - 1] ?? null }),
    processes: [],
    frozen: false,
    unread: bytes.map((_, i) => i + 1),
    counts: false,
    next: Infinity,
  })
  it('is told with what waits of them, where the tables tell it of each', () => {
    expect(unreadSentence(of())).toBeNull()
    expect(unreadSentence(of(9, 16))).toContain('25\u00a0o en attendent')
    expect(unreadSentence(of(0))).toContain('0\u00a0o en attendent')
    expect(unreadSentence(of(9, null))).toContain('ce qui en vient attend')
  })
})
