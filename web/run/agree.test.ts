/**
 * What each view says of one scene, beside what is so: none contradicts another, and a view that had a truth of its own would be
 * found out. Each is given lies that it would tell, had it read the state by itself. Counterpart: `shared/state/waits.ts`, from which
 * they speak; `server/runtime/lab/truth-strace.test.ts`, which holds that to the kernel.
 */
import { beforeEach, expect, it, vi } from 'vitest'
import type { Participant, Run } from '#shared/protocol/model.ts'
import type { ProcessView } from '#shared/protocol/program.ts'
import { sampleParticipant as person, sampleRow as row } from '#shared/state/samples.fixture.ts'
import { participantStands, programStands } from '#shared/state/standing.ts'
import { waitsOf, type Seen, type Waits } from '#shared/state/waits.ts'
import { newMarks } from '../experiments/marks.ts'
import { blockOf } from '../ladder/blocks.ts'
import { cellsOf } from '../ladder/now.ts'
import { needsOf } from '../participants/need.ts'
import { stateWords } from '../participants/words.ts'
import { readyNext } from '../program/ready.ts'
import { legend, partialSentences, standing, unreadSentence } from '../program/words.ts'
import type { ParticipantsView } from '../store/contract.ts'
import { i18n } from '../text/index.svelte.ts'

// The language is written on the document, which there is none of here.
vi.hoisted(() => Object.assign(globalThis, { document: { documentElement: { lang: '' } } }))
beforeEach(() => i18n.use('fr'))

const [ANA, BOB, EVE, DAN] = [1, 2, 3, 4] as const
const NAMES = ['Programme', 'ana', 'bob', 'eve', 'dan']
const names: ParticipantsView = {
  get: () => undefined,
  name: (id) => NAMES[id] ?? `#${id}`,
  colour: (id) => id,
  livingIn: () => [],
}
const recv = (who: number): ProcessView => ({ id: 'main', line: 'recv', waits: { call: 'recv', who } })

/**
 * The program is in recv(ana) since 4 s, and has 9 bytes of her line. 25 bytes of bob wait since 12 s, and his FIN. Eve says nothing.
 * Dan is not accepted, and has said 4 bytes. It is 40 s.
 */
const half = { partialBytes: 9, partialSince: 5e6, endsInCr: false }
const SCENE: Seen = {
  processes: [recv(ANA)],
  people: [
    person(ANA, { partialBytes: 9, partial: half }),
    person(BOB, { state: 'ended', paused: true }),
    person(EVE, { paused: true }),
    person(DAN, { state: 'waiting', paused: true }),
  ],
  rows: [row(ANA, 0), row(BOB, 26, { state: 'CLOSE_WAIT' }), row(EVE, 0), row(DAN, 4)],
  now: 40e6,
  times: {
    unread: (id) => (id === BOB ? { since: 12e6 } : id === DAN ? { since: 20e6 } : null),
    inCallSince: () => 4e6,
  },
}
const changed = (id: number, more: Partial<Participant>) =>
  SCENE.people.map((one) => (one.id === id ? { ...one, ...more } : one))

/** As a view would have it that read one thing by itself, and wrongly or too early. */
const LIES = {
  'a FIN is a byte': { rows: [row(ANA, 0), row(BOB, 26), row(EVE, 0), row(DAN, 4)] },
  'nothing waits': { rows: [] },
  'it is read': { people: changed(BOB, { paused: false }) },
  'bytes of the other end': { rows: SCENE.rows!.map((one) => ({ ...one, side: 'peer' as const })) },
  'another call': { processes: [recv(BOB)] },
  'no line has begun': { people: SCENE.people.map(({ partial: _, ...one }) => ({ ...one, partialBytes: 0 })) },
  'it is accepted': { people: changed(DAN, { state: 'open' }) },
  'since another time': { times: { unread: () => ({ since: 39e6 }), inCallSince: () => 39e6 } },
} satisfies Record<string, Partial<Seen>>
type Lie = keyof typeof LIES

interface View {
  readonly says: (waits: Waits) => unknown
  readonly is: () => unknown
  /** Lies that it would tell. */
  readonly not: readonly Lie[]
}

const { people } = SCENE
const cells = (waits: Waits) => cellsOf({ waits, people, clock: SCENE.now })
const states = (waits: Waits) =>
  people.map((one) => stateWords(one, waits.of(one.id), needsOf(people, waits).get(one.id) === 0))
const RUN = { id: '1', state: 'running', listeners: [] } as unknown as Run

const VIEWS: Record<string, View> = {
  'the marker in the listing': {
    says: (waits) => waits.processes.map((one) => standing(one, true, null, names)),
    is: () => [i18n.t.live.has('bloqué dans recv(ana)', 9)],
    not: ['another call', 'no line has begun'],
  },
  'the sentences below the listing': {
    says: (waits) => [
      ...legend({ waits, select: null }, names),
      ...partialSentences(waits, people, names),
      unreadSentence(waits),
    ],
    is: () => [i18n.t.live.legendPartial('ana', 9), i18n.t.live.unread(3, i18n.bytes(29))],
    not: [
      'a FIN is a byte',
      'nothing waits',
      'it is read',
      'another call',
      'no line has begun',
      'bytes of the other end',
    ],
  },
  'the list of participants': {
    says: states,
    is: () => {
      const t = i18n.t.participants
      return [i18n.t.traffic.ladder.now.awaited, t.unread(i18n.bytes(25)), t.notTurn(i18n.bytes(0)), t.states.waiting]
    },
    not: ['a FIN is a byte', 'nothing waits', 'it is read', 'bytes of the other end'],
  },
  'the order of the participants': {
    says: (waits) => [...needsOf(people, waits).values()],
    is: () => [0, 1, 2, 1],
    not: ['it is read', 'another call', 'nothing waits'],
  },
  'the foot of the ladder': {
    says: (waits) => [...cells(waits).values()].map(({ kind, bytes, ms }) => [kind, bytes, ms]),
    is: () => [
      ['awaited', 0, 36_000],
      ['unread', 25, 28_000],
      ['next', 0, null],
      ['unaccepted', 4, 20_000],
    ],
    not: [
      'a FIN is a byte',
      'nothing waits',
      'bytes of the other end',
      'another call',
      'it is accepted',
      'since another time',
    ],
  },
  'who blocks whom': {
    says: (waits) => blockOf(cells(waits)),
    is: () => ({ who: ANA, waiting: 2, bytes: 29 }),
    not: ['a FIN is a byte', 'nothing waits', 'bytes of the other end', 'another call'],
  },
  'what select finds next': {
    says: (waits) => readyNext(people, waits),
    is: () => [
      { who: 0, bytes: 0 },
      { who: BOB, bytes: 25 },
    ],
    not: ['a FIN is a byte', 'nothing waits', 'bytes of the other end'],
  },
  'the guide of an experiment': {
    says: (waits) =>
      newMarks(['recv-q', 'second-said', 'turn', 'in-sendall'], {
        run: RUN,
        other: undefined,
        live: { processes: [], keyboard: null, deadlock: null, select: null, waits },
        people,
        rows: SCENE.rows!,
        refused: false,
        happened: new Set(),
        seen: new Set(),
      }),
    is: () => ['recv-q', 'second-said', 'turn'],
    not: ['nothing waits', 'bytes of the other end', 'another call'],
  },
  'the wall, of a participant': {
    says: (waits) =>
      people.map((one) => participantStands(one, waits)).map(({ does, bytes, since }) => [does, bytes, since]),
    is: () => [
      ['line', 9, 5e6],
      ['unread', 25, 12e6],
      ['turn', 0, null],
      ['accept', 4, null],
    ],
    not: [
      'a FIN is a byte',
      'nothing waits',
      'it is read',
      'bytes of the other end',
      'no line has begun',
      'since another time',
    ],
  },
  'the wall, of the program': {
    says: (waits) => {
      const { does, bytes, call } = programStands(people, waits, false)
      return { does, bytes, call }
    },
    is: () => ({ does: 'line', bytes: 9, call: { call: 'recv', who: ANA } }),
    not: ['another call', 'no line has begun'],
  },
}
const views = Object.entries(VIEWS)

it.each(views)('%s says what is so', (_, { says, is }) => {
  expect(says(waitsOf(SCENE))).toEqual(is())
})

it.each(views.flatMap(([name, { not }]) => not.map((lie) => [name, lie] as const)))(
  '%s does not say that %s',
  (name, lie) => {
    const { says, is } = VIEWS[name]!
    expect(says(waitsOf({ ...SCENE, ...LIES[lie] }))).not.toEqual(is())
  },
)

it('each lie is one that several views would tell: it is found wherever it is told', () => {
  for (const lie of Object.keys(LIES) as Lie[]) {
    expect(
      views.some(([, { not }]) => not.includes(lie)),
      lie,
    ).toBe(true)
  }
})
