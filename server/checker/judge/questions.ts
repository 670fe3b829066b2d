/** The questions that can be checked: their stages, their causes. Counterparts: `stages/`, `causes/`; `cli/check.ts`, which asks for one. */
import { COMMON, CRASH } from '../causes/common.ts'
import { CONNECT_CAUSES } from '../causes/connect.ts'
import { DUPLEX_CAUSES } from '../causes/duplex.ts'
import { LINE_CLIENT_CAUSES } from '../causes/line-client.ts'
import { LINE_SERVER_CAUSES } from '../causes/line-server.ts'
import { RELAY_CAUSES } from '../causes/relay.ts'
import { TURNS_CAUSES } from '../causes/turns.ts'
import { CONNECTS } from '../stages/connect.ts'
import { duplex } from '../stages/duplex.ts'
import { LINE_CLIENT } from '../stages/line-client.ts'
import type { Rule, Stage } from '../stages/stage.ts'
import { LINE_SERVER } from '../stages/line-server.ts'
import { LISTEN } from '../stages/listen.ts'
import { KNOWN, RELAY, RELAY_KNOWN } from '../stages/relay.ts'
import { turns } from '../stages/turns.ts'

/** Which of the two ends the student's program is. */
export type Role = 'server' | 'client'

export interface Question {
  /** As the worksheet numbers it. */
  readonly id: string
  readonly role: Role
  /** The stage that every other one begins with. */
  readonly begins: Stage
  readonly stages: readonly Stage[]
  readonly rules: readonly Rule[]
  /** What {n} stands for. */
  readonly count: number
}

const server = (id: string, stages: readonly Stage[], rules: readonly Rule[]): Question => ({
  id,
  role: 'server',
  begins: LISTEN,
  stages,
  rules: [...COMMON, ...rules, ...CRASH],
  count: KNOWN,
})
const client = (id: string, stages: readonly Stage[], rules: readonly Rule[]): Question => ({
  id,
  role: 'client',
  begins: CONNECTS,
  stages,
  rules: [...CONNECT_CAUSES, ...rules, ...CRASH],
  count: 1,
})

export const QUESTIONS: readonly Question[] = [
  server('1', LINE_SERVER, LINE_SERVER_CAUSES),
  client('2', LINE_CLIENT, LINE_CLIENT_CAUSES),
  server('3', turns('server'), TURNS_CAUSES),
  client('3', turns('client'), TURNS_CAUSES),
  server('4', duplex('server'), DUPLEX_CAUSES),
  client('4', duplex('client'), DUPLEX_CAUSES),
  server('5', RELAY_KNOWN, RELAY_CAUSES),
  server('6', RELAY, RELAY_CAUSES),
]

/** @param role may be left out where the question has only one */
export const questionOf = (id: string, role?: string): Question | null =>
  QUESTIONS.find((one) => one.id === id && (role === undefined || one.role === role)) ?? null
