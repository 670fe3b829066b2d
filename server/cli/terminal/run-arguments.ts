/**
 * Arguments after `socket-lab run` -> what to run. Throws UsageError, whose message is one line for the terminal, in its
 * language. Counterparts: `run-options.ts`, the flags of each program; `cli/run.ts`, which runs it.
 */
import { parseArgs } from 'node:util'
import { describeForTerminal, scenarioOf } from '#programs/registry.ts'
import { DEFAULT_PORT } from '#shared/model/constants.ts'
import type { ListenAddress, ScenarioId } from '#shared/protocol/model.ts'
import type { Target } from '#shared/options/schemas.ts'
import type { Lang } from '#shared/model/languages.ts'
import { doorOf } from './listen-flag.ts'
import { TRACE_LEVELS, type TraceLevel } from '#shared/trace/call.ts'
import { runHelp, programHelp } from './run-help.ts'
import { shapeOf, type ProgramFlag } from './run-options.ts'
import type { RunTexts } from './text/fr/run.ts'
import { TEXTS } from './text/languages.ts'

export class UsageError extends Error {}

export interface RunCommand {
  readonly scenario: ScenarioId
  /** By the schema of the scenario; what is missing takes its default. */
  readonly options: Record<string, unknown>
  /** Where a server listens; null for a client. */
  readonly listen: { readonly host: string; readonly port: number } | null
  /** Further doors of a server. */
  readonly doors: readonly ListenAddress[]
  readonly verbose: boolean
  /** Which of its system calls are told on standard error; null: none. */
  readonly trace: TraceLevel | null
}

const OWN = {
  host: { type: 'string' },
  port: { type: 'string' },
  listen: { type: 'string', multiple: true },
  verbose: { type: 'boolean', short: 'v' },
  trace: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

/** What to run, or the help text that was asked for. */
export function readRunArguments([program, ...rest]: readonly string[], lang: Lang): RunCommand | { help: string } {
  const texts = TEXTS[lang].run
  const known = describeForTerminal().map(({ id }) => id)
  if (program === '--help' || program === '-h') return { help: runHelp(lang) }
  if (program === undefined) throw new UsageError(texts.noProgram(known.join(', ')))
  const scenario = known.find((id) => id === program)
  if (!scenario) throw new UsageError(texts.badProgram(program, known.join(', ')))

  const { flags, listens } = shapeOf(scenario)
  const { values, positionals } = parse(scenario, rest, texts)
  if (values['help']) return { help: programHelp(scenario, lang) }
  const options: Record<string, unknown> = {}
  for (const flag of flags) {
    const value = values[flag.flag]
    if (typeof value === 'string') options[flag.option] = valueOf(flag, value, texts)
  }
  const verbose = values['verbose'] === true
  const trace = traceOf(values['trace'], texts)
  const server = listens && scenarioOf(scenario).role(options) !== 'client'
  if (!server) {
    const forServers = flags.filter((flag) => flag.listens).map(({ flag }) => flag)
    const wrong = ['host', 'port', 'listen', ...forServers].find((name) => values[name] !== undefined)
    if (wrong) throw new UsageError(texts.notForClient(wrong))
    const target = targetOf(scenario, positionals, texts)
    return { scenario, options: { ...options, target }, listen: null, doors: [], verbose, trace }
  }
  if (positionals[0] !== undefined) throw new UsageError(texts.tooMany(positionals[0]))
  const { host = '127.0.0.1', port = String(DEFAULT_PORT) } = values as { host?: string; port?: string }
  const doors = ((values['listen'] ?? []) as string[]).map((text) => furtherDoor(text, texts))
  return { scenario, options, listen: { host, port: listenPort(port, texts) }, doors, verbose, trace }
}

function parse(scenario: ScenarioId, args: string[], texts: RunTexts): { values: Values; positionals: string[] } {
  const own = Object.fromEntries(
    shapeOf(scenario).flags.map(({ flag, short }) => [flag, { type: 'string' as const, ...(short && { short }) }]),
  )
  try {
    // Without `=LEVEL` it is everything, and what follows is not its value.
    const given = args.map((arg) => (arg === '--trace' ? '--trace=debug' : arg))
    return parseArgs({ args: given, options: { ...own, ...OWN }, allowPositionals: true })
  } catch (error) {
    const [why = ''] = (error as Error).message.split(/\n|\. |\.$/)
    throw new UsageError(texts.badFlag(why, scenario))
  }
}

function valueOf(
  { flag, choices, isSwitch, minimum, maximum }: ProgramFlag,
  value: string,
  texts: RunTexts,
): string | number | boolean {
  if (choices) {
    if (!choices.includes(value)) throw new UsageError(texts.badValue(flag, value, texts.oneOf(choices.join(', '))))
    return isSwitch ? value === 'on' : value
  }
  if (!/^\d+$/.test(value) || Number(value) < minimum || Number(value) > maximum) {
    throw new UsageError(texts.badValue(flag, value, texts.number(minimum, maximum)))
  }
  return Number(value)
}

function traceOf(value: unknown, texts: RunTexts): TraceLevel | null {
  if (typeof value !== 'string') return null
  const level = TRACE_LEVELS.find((one) => one === value)
  if (!level) throw new UsageError(texts.badValue('trace', value, texts.oneOf(TRACE_LEVELS.join(', '))))
  return level
}

function targetOf(scenario: ScenarioId, positionals: readonly string[], texts: RunTexts): Target {
  const [host, port, extra] = positionals
  if (!host || port === undefined) throw new UsageError(texts.noTarget(`socket-lab run ${scenario}`))
  if (extra !== undefined) throw new UsageError(texts.tooMany(extra))
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) throw new UsageError(texts.badPort(port))
  return { host, port: Number(port) }
}

function furtherDoor(text: string, texts: RunTexts): ListenAddress {
  const door = doorOf(text)
  if (!door) throw new UsageError(texts.badValue('listen', text, texts.door))
  return door
}

function listenPort(value: string, texts: RunTexts): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
  throw new UsageError(texts.badValue('port', value, texts.number(0, 65_535)))
}
