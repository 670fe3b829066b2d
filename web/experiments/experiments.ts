/**
 * The experiments: what each sets up, and the steps of its guide. Counterparts: `web/text/<lang>/experiments.ts`, their words;
 * `marks.ts`, when a step has happened; `start.ts`, which sets them up.
 */
import type { ProgramId } from '#shared/protocol/model.ts'
import type { Catalogue } from '../text/fr/index.ts'

type Words = Catalogue['experiments']
type Guides = Words['guides']
export type ExperimentId = keyof Guides
export type CardId = keyof Words['cards']
/** What a guide ticks off. */
export type Mark = { [Id in ExperimentId]: keyof Guides[Id]['steps'] }[ExperimentId]

/** `people`: web participants of this browser, in the order in which they join; `chat`: both sides run in the lab. */
export type Setup =
  | {
      readonly kind: 'people'
      readonly program: ProgramId
      readonly options: Record<string, unknown>
      readonly people: readonly (keyof Words['names'])[]
    }
  | { readonly kind: 'chat'; readonly begins: 'reading' | 'writing' }

interface Experiment<Step> {
  readonly setup: Setup
  /** Steps that the person takes, and those that happen then. */
  readonly try: readonly Step[]
  readonly watch: readonly Step[]
}

export const EXPERIMENTS: { readonly [Id in ExperimentId]: Experiment<keyof Guides[Id]['steps']> } = {
  restart: {
    setup: { kind: 'people', program: 'line-server', options: {}, people: ['client'] },
    try: ['stopped', 'refused', 'at-once'],
    watch: ['time-wait'],
  },
  'both-read': {
    setup: { kind: 'chat', begins: 'reading' },
    try: ['typed', 'over'],
    watch: ['deadlock', 'ended'],
  },
  'both-write': {
    setup: { kind: 'chat', begins: 'writing' },
    try: ['wrote', 'crossed', 'answered'],
    watch: ['waits'],
  },
  silent: {
    setup: {
      kind: 'people',
      program: 'relay-known',
      options: { count: 3, strategy: 'in-turn' },
      people: ['silent', 'first', 'second'],
    },
    try: ['spoke', 'unblocked'],
    watch: ['turn', 'recv-q'],
  },
  unknown: {
    setup: { kind: 'people', program: 'relay-known', options: { strategy: 'unknown' }, people: ['first', 'second'] },
    try: ['round', 'unheard', 'newcomer'],
    watch: ['accept', 'unread'],
  },
  sendall: {
    setup: { kind: 'people', program: 'relay', options: { sending: 'sendall' }, people: ['first', 'second'] },
    try: ['deaf', 'flood', 'frozen', 'freed'],
    watch: ['in-sendall', 'send-q'],
  },
}

/** Each card, with the experiments that its buttons start. */
export const CARDS: readonly { readonly id: CardId; readonly experiments: readonly ExperimentId[] }[] = [
  { id: 'restart', experiments: ['restart'] },
  { id: 'order', experiments: ['both-read', 'both-write'] },
  { id: 'relay', experiments: ['silent', 'unknown'] },
  { id: 'deaf', experiments: ['sendall'] },
]

/** The experiment of this name; undefined where there is none. */
export const experimentOf = (name: string | null): ExperimentId | undefined =>
  name !== null && Object.hasOwn(EXPERIMENTS, name) ? (name as ExperimentId) : undefined
