/**
 * The experiments: what each sets up, and the steps of its guide. Counterparts: `web/text/<lang>/experiments.ts`, their words;
 * `marks.ts`, when a step has happened; `start.ts`, which sets them up.
 */
import type { ProgramId } from '#shared/protocol/model.ts'
import type { ExperimentWords } from '../text/fr/experiments.ts'

type Words = ExperimentWords
type Guides = Words['guides']
export type ExperimentId = keyof Guides
export type CardId = keyof Words['cards']
/** What a guide ticks off. */
export type Mark = { [Id in ExperimentId]: keyof Guides[Id]['steps'] }[ExperimentId]

/**
 * `people`: web participants of this browser, in the order in which they join; `chat`: both sides run in the lab; `client`: a client
 * of a server that runs in the lab too, or of a port where nobody listens.
 */
export type Setup =
  | {
      readonly kind: 'people'
      readonly program: ProgramId
      readonly options: Record<string, unknown>
      readonly people: readonly (keyof Words['names'])[]
    }
  | { readonly kind: 'chat'; readonly program: ProgramId; readonly options: Record<string, string> }
  | { readonly kind: 'client'; readonly program: ProgramId; readonly server: ProgramId | null }

interface Experiment<Step> {
  readonly setup: Setup
  /** Steps that the person takes, and those that happen then. */
  readonly try: readonly Step[]
  readonly watch: readonly Step[]
}

/** A program to which people come by terminals of their own. */
const alone = (program: ProgramId, options: Record<string, unknown> = {}): Setup => ({
  kind: 'people',
  program,
  options,
  people: [],
})

export const EXPERIMENTS: { readonly [Id in ExperimentId]: Experiment<keyof Guides[Id]['steps']> } = {
  restart: {
    setup: { kind: 'people', program: 'line-server', options: {}, people: ['client'] },
    try: ['stopped', 'refused', 'at-once'],
    watch: ['time-wait'],
  },
  'both-read': {
    setup: { kind: 'chat', program: 'alternating-chat', options: { begins: 'reading' } },
    try: ['typed', 'over'],
    watch: ['deadlock', 'ended'],
  },
  'both-write': {
    setup: { kind: 'chat', program: 'alternating-chat', options: { begins: 'writing' } },
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
  join: { setup: alone('relay'), try: ['came', 'said'], watch: ['estab'] },
  backlog: {
    setup: alone('line-server'),
    try: ['two', 'second-said', 'first-left'],
    watch: ['not-accepted', 'queued', 'let-in'],
  },
  client: {
    setup: { kind: 'client', program: 'line-client', server: 'duplex-chat' },
    try: ['typed-line', 'server-over'],
    watch: ['answer-waits'],
  },
  'closed-port': {
    setup: { kind: 'client', program: 'line-client', server: null },
    try: ['nobody-there'],
    watch: ['refused-there'],
  },
  turns: {
    setup: { kind: 'chat', program: 'alternating-chat', options: {} },
    try: ['ahead', 'reply'],
    watch: ['blocked'],
  },
  free: {
    setup: { kind: 'chat', program: 'duplex-chat', options: {} },
    try: ['eof-here', 'still-heard', 'eof-both'],
    watch: ['two-pids', 'half-open'],
  },
  each: {
    setup: {
      kind: 'people',
      program: 'relay-known',
      options: { count: 2, strategy: 'process-each' },
      people: ['first', 'second'],
    },
    try: ['both-heard', 'one-more'],
    watch: ['children', 'never'],
  },
  select: {
    setup: { kind: 'people', program: 'relay', options: {}, people: ['first', 'second'] },
    try: ['held', 'one-step', 'go-on', 'thrown-out'],
    watch: ['who-holds', 'together'],
  },
  tls: { setup: alone('relay'), try: ['tls-listener', 'tls-in'], watch: ['no-authority', 'not-tls'] },
  unix: { setup: alone('relay'), try: ['unix-listener', 'unix-in'], watch: ['unix-count'] },
  ipv6: { setup: alone('relay'), try: ['v6-listener', 'v6-in', 'v4-in'], watch: ['families'] },
  'file-in': { setup: alone('file-receiver'), try: ['file-begun'], watch: ['file-whole'] },
  'file-out': { setup: alone('file-sender'), try: ['file-offered', 'file-taken'], watch: ['file-cut'] },
  udp: { setup: alone('udp-receiver'), try: ['two-senders', 'empty'], watch: ['boundaries', 'one-socket'] },
  idle: {
    setup: alone('relay', { idleTimeout: 10 }),
    try: ['idle-in', 'left-first'],
    watch: ['countdown', 'idle-out'],
  },
  trace: {
    setup: { kind: 'people', program: 'relay', options: {}, people: ['first', 'second'] },
    try: ['in-pieces', 'fin-sent', 'rst-sent'],
    watch: ['beside'],
  },
}

/** Each card, with the experiments that its buttons start. */
export const CARDS: readonly { readonly id: CardId; readonly experiments: readonly ExperimentId[] }[] = [
  { id: 'join', experiments: ['join'] },
  { id: 'backlog', experiments: ['backlog'] },
  { id: 'restart', experiments: ['restart'] },
  { id: 'client', experiments: ['client', 'closed-port'] },
  { id: 'order', experiments: ['turns', 'both-read', 'both-write'] },
  { id: 'free', experiments: ['free'] },
  { id: 'relay', experiments: ['silent', 'unknown', 'each'] },
  { id: 'select', experiments: ['select'] },
  { id: 'deaf', experiments: ['sendall'] },
  { id: 'listeners', experiments: ['tls', 'unix', 'ipv6'] },
  { id: 'files', experiments: ['file-in', 'file-out'] },
  { id: 'datagrams', experiments: ['udp'] },
  { id: 'calls', experiments: ['idle', 'trace'] },
]

/** The experiment of this name; undefined where there is none. */
export const experimentOf = (name: string | null): ExperimentId | undefined =>
  name !== null && Object.hasOwn(EXPERIMENTS, name) ? (name as ExperimentId) : undefined
