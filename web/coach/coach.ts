/**
 * The coach: a pasted socat command -> its parts, and what is to be said about it. Pure; runs nothing, asks nobody.
 * Counterparts: `coach/command/command.ts` (taking apart), `rules/` (judging), `text/<lang>/findings.ts` (the words), `lab-match.ts` (where it
 * leads). Invariant: with an error in sight only errors that socat itself would come to are told, and nothing that
 * presumes a command that runs. `reality.test.ts` holds every verdict against the real socat.
 */
import { commandOf } from './command/command.ts'
import type { Finding } from './command/finding.ts'
import type { Command, Severity } from './command/model.ts'
import { countRules, telling } from './rules/count.ts'
import { fileRules } from './rules/files.ts'
import { flagRules, timeRules } from './rules/flags.ts'
import { keyboardRules } from './rules/keyboard.ts'
import { expansionRules, lineRules, programRules, promptRule } from './rules/line.ts'
import { nameRules } from './rules/names.ts'
import { paramRules } from './rules/params.ts'
import { socketRules } from './rules/sockets.ts'

export interface Lesson {
  readonly command: Command
  /** Errors first, then traps, then notes; within those in the order of the text. */
  readonly findings: readonly Finding[]
}

const RANK: Record<Severity, number> = { error: 0, trap: 1, note: 2 }
const wrong = (findings: readonly Finding[]): boolean => findings.some(({ severity }) => severity === 'error')

/** Judges a line; null where there is no command on it. */
export function coach(text: string): Lesson | null {
  const command = commandOf(text)
  if (!command) return null
  const findings = [...promptRule(command), ...judge(command)]
  findings.sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.span.from - b.span.from)
  return { command, findings }
}

function judge(command: Command): Finding[] {
  const line = lineRules(command)
  if (wrong(line)) return line
  const program = programRules(command)
  if (command.program && wrong(program)) return program
  const count = countRules(command)
  const pieces = count.find(({ code }) => code === 'program-in-pieces')?.span
  // A dash among a program's own words is none of socat's business.
  const flags = flagRules(command).filter(({ span }) => !pieces || span.from < pieces.from || span.to > pieces.to)
  const shape = [...program, ...flags, ...count]
  const expansions = expansionRules(command)
  if (wrong(count)) return [...shape, ...expansions]
  const all = [...shape, ...nameRules(command), ...paramRules(command), ...expansions]
  if (wrong(all) || telling(command) || command.ends.length !== 2) return all
  return [...all, ...timeRules(command), ...keyboardRules(command), ...socketRules(command), ...fileRules(command)]
}
