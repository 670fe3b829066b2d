import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { StepperState } from '#shared/protocol/stepper.ts'
import type { LiveState, ProcessView } from '#shared/protocol/program.ts'
import { i18n } from '../text/index.svelte.ts'
import type { ParticipantsView } from '../store/contract.ts'
import { sampleParticipant } from '#shared/state/samples.fixture.ts'
import { NO_WAIT, type Waits } from '#shared/state/waits.ts'
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
const live = (...processes: ProcessView[]): LiveState => ({ processes, keyboard: null, deadlock: null, select: null })

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
  const at = (state: StepperState): LiveState => ({ ...live(main), select: { state, by: null, wakeUps: [] } })

  it('is not said to wait for a socket: it waits for a click', () => {
    expect(standing(main, true, null, people)).toBe('bloqué dans select()')
    expect(standing(main, true, 'paused', people)).toBe('en pause')
    expect(standing(main, true, 'frozen', people)).toBe('gelé')
    expect(legend(at('paused'), people)[0]).toContain('clic')
    expect(legend(at('running'), people)[0]).toContain('select rendra la main')
    expect(legend(at('stepping'), people)[0]).toContain('select rendra la main')
  })
})

describe('a line that does not end', () => {
  const lasting: ParticipantsView = {
    ...people,
    lasting: (id) => (id === 1 ? { partialBytes: 9, partialSince: 0, endsInCr: false } : null),
  }

  it('is what recv has returned already: it waits for the rest, and says so', async () => {
    expect(standing(recv('main', 1), true, null, lasting)).toBe(
      'bloqué dans recv(ana)\u202f: il a 9\u00a0octets d’une ligne, pas encore de «\u202f\\n\u202f»',
    )
    expect(standing(recv('child-1', 1), true, null, lasting)).toContain('9\u00a0octets')
    expect(standing(recv('main', 3), true, null, lasting)).toBe('bloqué dans recv(bob)')
    expect(legend(live(recv('main', 1)), lasting)[0]).toContain('recv a rendu 9\u00a0octets de ana')
    await i18n.use('en')
    expect(standing(recv('main', 1), true, null, lasting)).toContain('has 9\u00a0bytes of a line, no “\\n” yet')
  })

  it('is told of whoever has begun it, once, in whatever call the program is', () => {
    const all = [sampleParticipant(1), sampleParticipant(3)]
    const select: ProcessView = { id: 'main', line: 'select', waits: { call: 'select' } }
    expect(partialSentences(live(select), all, lasting)).toHaveLength(1)
    expect(partialSentences(live(recv('main', 1)), all, lasting)).toEqual([])
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
  })
  it('is told with what waits of them, where the tables tell it of each', () => {
    expect(unreadSentence(of())).toBeNull()
    expect(unreadSentence(of(9, 16))).toContain('25\u00a0o en attendent')
    expect(unreadSentence(of(0))).toContain('0\u00a0o en attendent')
    expect(unreadSentence(of(9, null))).toContain('ce qui en vient attend')
  })
})
