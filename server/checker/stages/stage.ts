/** What a question consists of. Counterparts: `stages/`, each question's; `causes/`, which say why one failed; `check.ts`, which runs them. */
import type { History } from '../history/history.ts'
import type { Difference } from '../history/seen.ts'
import type { Play } from './play.ts'
import type { Tokens } from './tokens.ts'

export interface Stage {
  /** Stable: in reports, for `--only`. */
  readonly id: string
  /** The program is started and listens before it is played; a stage that begins otherwise says so. */
  readonly startsItself?: true
  /** It asks for something that these remarks say is not there: it is passed over, not failed. */
  readonly without?: readonly string[]
  /** Failing it is a remark: the sheet does not ask for it. */
  readonly beyond?: true
  play(play: Play, tokens: Tokens): Promise<void>
  /** Pure: null for what is right. */
  judge(history: History): Difference | null
}

/** Facts behind a cause, told in words by `text/`: the name of a sentence and what stands in it. */
export interface Evidence {
  readonly fact: string
  readonly values: Readonly<Record<string, string | number>>
}

/** A rule: which stages it is for, and the facts that only this cause leaves. Pure. */
export interface Rule {
  readonly cause: string
  readonly stages: readonly string[] | 'all'
  /** Its fact is the kernel's: stands above one that rests on bytes. */
  readonly byKernel?: true
  fits(history: History): Evidence | null
}
