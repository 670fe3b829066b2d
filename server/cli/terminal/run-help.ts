/** Help of `socket-lab run` and of each program. Counterparts: `text/<lang>/run.ts`; `programs/<id>/text.<lang>.ts`. */
import { optionsOf, textOf } from '#programs/registry.ts'
import { TERMINAL_IDS, traitsOf } from '#programs/traits.ts'
import { DEFAULT_PORT } from '#shared/model/constants.ts'
import type { ProgramId } from '#shared/model/programs.ts'
import { withoutTarget, type OptionField } from '#shared/options/fields.ts'
import type { Lang } from '#shared/model/languages.ts'
import { LISTEN_FORM } from './listen-flag.ts'
import { flagOf, SWITCH } from './option-flags.ts'
import type { RunTexts } from './text/fr/run.ts'
import { TEXTS } from './text/languages.ts'

/** The command by the name that the person typed: npm says of `npx .` that it executes (npm-exec). */
export const asTyped = (text: string, env: NodeJS.ProcessEnv): string =>
  env['npm_command'] === 'exec' ? text.replaceAll('socket-lab run', 'npx . run') : text

/** All programs. */
export async function runHelp(lang: Lang): Promise<string> {
  const texts = TEXTS[lang].run
  const rows = TERMINAL_IDS.map(async (id) => `  ${id.padEnd(18)} ${(await textOf(id, lang)).help}`)
  return [
    texts.tagline,
    '',
    `${texts.usage} ${texts.program} [options]`,
    '',
    ...(await Promise.all(rows)),
    '',
    ...TERMINAL_IDS.flatMap((id) => usagesOf(id, texts)),
    '',
    texts.more,
    '',
    ...texts.closing,
  ].join('\n')
}

/** One program. */
export async function programHelp(id: ProgramId, lang: Lang): Promise<string> {
  const texts = TEXTS[lang].run
  const text = await textOf(id, lang)
  const [host = ''] = texts.target.split(' ')
  const rows: [flag: string, what: string][] = withoutTarget(optionsOf(id)).map((field) => [
    `${field.short ? `-${field.short}, ` : ''}--${flagOf(field)} ${valueOf(field)}`,
    `${text.options[field.name]?.help ?? ''} (${presetOf(field)})`,
  ])
  if (traitsOf(id).role !== 'client') {
    rows.unshift(
      [`--host ${host}`, `${texts.options['host']} (127.0.0.1)`],
      ['--port PORT', `${texts.options['port']} (${DEFAULT_PORT})`],
      [`--listen ${LISTEN_FORM}`, texts.options['listen'] ?? ''],
    )
  }
  rows.push(
    ['-v, --verbose', texts.options['verbose'] ?? ''],
    ['--trace[=notice|info|debug]', texts.options['trace'] ?? ''],
    ['-h, --help', texts.options['help'] ?? ''],
  )
  const list = rows.flatMap(([flag, what]) => [`  ${flag}`, `      ${what}`])
  return [`${id}, ${text.help}`, '', ...usagesOf(id, texts), '', ...list, '', ...texts.closing].join('\n')
}

/** What its value is: what it is called, the values that it may have, or their bounds. */
function valueOf(field: OptionField): string {
  if (field.unit !== undefined) return field.unit
  if (field.kind === 'integer') return `${field.min}-${field.max}`
  return (field.kind === 'switch' ? SWITCH : field.values).join('|')
}

const presetOf = (field: OptionField): string =>
  field.kind === 'switch' ? SWITCH[field.preset ? 0 : 1] : String(field.preset)

/** How it is called, as a server and as a client. */
function usagesOf(id: ProgramId, { target }: RunTexts): string[] {
  const { role } = traitsOf(id)
  return [
    ...(role === 'client' ? [] : [`  socket-lab run ${id} [--port PORT]`]),
    ...(role === 'server' ? [] : [`  socket-lab run ${id}${role === 'by-option' ? ' --role client' : ''} ${target}`]),
  ]
}
