/** The questions that can be checked: their stages, their causes. Counterparts: `stages/`, `causes/`; `cli/check.ts`, which asks for one. */
import { COMMON } from '../causes/common.ts'
import { LINE_SERVER_CAUSES } from '../causes/line-server.ts'
import { RELAY_CAUSES } from '../causes/relay.ts'
import type { Rule, Stage } from '../stages/stage.ts'
import { LINE_SERVER } from '../stages/line-server.ts'
import { KNOWN, RELAY, RELAY_KNOWN } from '../stages/relay.ts'

export interface Question {
  /** As the worksheet numbers it. */
  readonly id: string
  readonly role: 'server'
  readonly stages: readonly Stage[]
  readonly rules: readonly Rule[]
  /** What {n} stands for. */
  readonly count: number
}

export const QUESTIONS: readonly Question[] = [
  { id: '1', role: 'server', stages: LINE_SERVER, rules: [...COMMON, ...LINE_SERVER_CAUSES], count: 1 },
  { id: '5', role: 'server', stages: RELAY_KNOWN, rules: [...COMMON, ...RELAY_CAUSES], count: KNOWN },
  { id: '6', role: 'server', stages: RELAY, rules: [...COMMON, ...RELAY_CAUSES], count: KNOWN },
]
