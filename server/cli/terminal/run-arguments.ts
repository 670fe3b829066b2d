/**
 * Arguments after `socket-lab run` -> what to run. Throws UsageError, whose message is one line for the terminal, in its
 * language. Counterparts: `option-flags.ts`, the flags of each program; `cli/run.ts`, which runs it.
 */
import { parseArgs } from 'node:util'
import { optionsOf } from '#programs/registry.ts'
import { TERMINAL_IDS, traitsOf } from '#programs/traits.ts'
import { DEFAULT_PORT } from '#shared/model/constants.ts'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { nearest } from '#shared/net/nearest.ts'
import { connects } from '#shared/model/traits.ts'
import { withoutTarget, type OptionField } from '#shared/options/fields.ts'
import type { ListenAddress, ProgramId } from '#shared/protocol/model.ts'
import type { Target } from '#shared/model/options.ts'
import type { Lang } from '#shared/model/languages.ts'
import { listenerOf } from './listen-flag.ts'
import { TRACE_LEVELS, type TraceLevel } from '#shared/trace/call.ts'
import { flagOf, SWITCH } from './option-flags.ts'
import type { RunTexts } from './text/fr/run.ts'
import { TEXTS } from './text/languages.ts'

export class UsageError extends Error {}

export interface RunCommand {
  readonly program: ProgramId
  /** By the schema of the program; what is missing takes its default. */
  readonly options: Record<string, unknown>
  /** Where a server listens; null for a client. */
  readonly listen: { readonly host: string; readonly port: number } | null
  /** Further listeners of a server. */
  readonly listeners: readonly ListenAddress[]
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

/** What to run, or the program whose help was asked for; null is that of all. */
export function readRunArguments(
  [named, ...rest]: readonly string[],
  lang: Lang,
): RunCommand | { help: ProgramId | null } {
  const texts = TEXTS[lang].run
  const known = TERMINAL_IDS
  if (named === '--help' || named === '-h') return { help: null }
  if (named === undefined) throw new UsageError(texts.noProgram(known.join(', ')))
  const program = known.find((id) => id === named)
  if (!program) throw new UsageError(unknown(named, texts))

  const fields = withoutTarget(optionsOf(program))
  const { values, positionals } = parse(program, fields, rest, texts)
  if (values['help']) return { help: program }
  const options: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[flagOf(field)]
    if (typeof value === 'string') options[field.name] = valueOf(field, value, texts)
  }
  const verbose = values['verbose'] === true
  const trace = traceOf(values['trace'], texts)
  if (connects(traitsOf(program), options)) {
    const forServers = fields.filter(({ listens }) => listens).map(flagOf)
    const wrong = ['host', 'port', 'listen', ...forServers].find((name) => values[name] !== undefined)
    if (wrong) throw new UsageError(texts.notForClient(wrong))
    const target = targetOf(program, positionals, texts)
    return { program, options: { ...options, target }, listen: null, listeners: [], verbose, trace }
  }
  if (positionals[0] !== undefined) throw new UsageError(texts.tooMany(positionals[0]))
  const { host = '127.0.0.1', port = String(DEFAULT_PORT) } = values as { host?: string; port?: string }
  const listeners = ((values['listen'] ?? []) as string[]).map((text) => furtherListener(text, texts))
  return { program, options, listen: { host, port: listenPort(port, texts) }, listeners, verbose, trace }
}

/** A program of the page, one that was mistyped, or one that there is not. */
function unknown(named: string, texts: RunTexts): string {
  if (PROGRAM_IDS.some((id) => id === named)) return texts.onPage(named)
  const near = nearest(named, TERMINAL_IDS)
  return near === null ? texts.badProgram(named, TERMINAL_IDS.join(', ')) : texts.nearProgram(named, near)
}

function parse(
  program: ProgramId,
  fields: readonly OptionField[],
  args: string[],
  texts: RunTexts,
): { values: Values; positionals: string[] } {
  const own = Object.fromEntries(
    fields.map((field) => [flagOf(field), { type: 'string' as const, ...(field.short && { short: field.short }) }]),
  )
  try {
    // Without `=LEVEL` it is everything, and what follows is not its value.
    const given = args.map((arg) => (arg === '--trace' ? '--trace=debug' : arg))
    return parseArgs({ args: given, options: { ...own, ...OWN }, allowPositionals: true })
  } catch (error) {
    const [why = ''] = (error as Error).message.split(/\n|\. |\.$/)
    throw new UsageError(texts.badFlag(why, program))
  }
}

function valueOf(field: OptionField, value: string, texts: RunTexts): string | number | boolean {
  const refused = (fits: string) => new UsageError(texts.badValue(flagOf(field), value, fits))
  if (field.kind === 'integer') {
    const { min, max } = field
    if (!/^\d+$/.test(value) || Number(value) < min || Number(value) > max) throw refused(texts.number(min, max))
    return Number(value)
  }
  const choices: readonly string[] = field.kind === 'switch' ? SWITCH : field.values
  if (!choices.includes(value)) throw refused(texts.oneOf(choices.join(', ')))
  return field.kind === 'switch' ? value === 'on' : value
}

function traceOf(value: unknown, texts: RunTexts): TraceLevel | null {
  if (typeof value !== 'string') return null
  const level = TRACE_LEVELS.find((one) => one === value)
  if (!level) throw new UsageError(texts.badValue('trace', value, texts.oneOf(TRACE_LEVELS.join(', '))))
  return level
}

function targetOf(program: ProgramId, positionals: readonly string[], texts: RunTexts): Target {
  const [host, port, extra] = positionals
  if (!host || port === undefined) throw new UsageError(texts.noTarget(`socket-lab run ${program}`))
  if (extra !== undefined) throw new UsageError(texts.tooMany(extra))
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) throw new UsageError(texts.badPort(port))
  return { host, port: Number(port) }
}

function furtherListener(text: string, texts: RunTexts): ListenAddress {
  const listener = listenerOf(text)
  if (!listener) throw new UsageError(texts.badValue('listen', text, texts.listener))
  return listener
}

function listenPort(value: string, texts: RunTexts): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
  throw new UsageError(texts.badValue('port', value, texts.number(0, 65_535)))
}
