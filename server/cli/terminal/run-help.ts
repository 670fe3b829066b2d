/** Help of `socket-lab run` and of each program. Counterparts: `run-options.ts`, `text/`. */
import { describeForTerminal } from '#programs/registry.ts'
import { DEFAULT_PORT } from '#shared/model/constants.ts'
import type { ScenarioId } from '#shared/protocol/model.ts'
import type { Lang } from '#shared/model/languages.ts'
import { shapeOf, type ProgramShape } from './run-options.ts'
import { LISTEN_FORM } from './listen-flag.ts'
import { programTexts } from './run-texts.ts'
import type { RunTexts } from './text/fr/run.ts'
import { TEXTS } from './text/languages.ts'

/** All programs. */
export function runHelp(lang: Lang): string {
  const texts = TEXTS[lang].run
  const ids = describeForTerminal().map(({ id }) => id)
  const rows = ids.map((id) => `  ${id.padEnd(18)} ${programTexts[lang][id]}`)
  const usages = ids.flatMap((id) => usagesOf(id, shapeOf(id), texts))
  return [
    texts.tagline,
    '',
    `${texts.usage} ${texts.program} [options]`,
    '',
    ...rows,
    '',
    ...usages,
    '',
    texts.more,
    '',
    ...texts.closing,
  ].join('\n')
}

/** One program. */
export function programHelp(id: ScenarioId, lang: Lang): string {
  const texts = TEXTS[lang].run
  const shape = shapeOf(id)
  const [host = ''] = texts.target.split(' ')
  const rows: [flag: string, what: string][] = shape.flags.map(
    ({ option, flag, short, unit, choices, minimum, maximum, otherwise }) => [
      `${short ? `-${short}, ` : ''}--${flag} ${unit ?? choices?.join('|') ?? `${minimum}-${maximum}`}`,
      `${texts.options[option] ?? ''} (${otherwise})`,
    ],
  )
  if (shape.listens) {
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
  return [
    `${id}, ${programTexts[lang][id]}`,
    '',
    ...usagesOf(id, shape, texts),
    '',
    ...list,
    '',
    ...texts.closing,
  ].join('\n')
}

/** How it is called, as a server and as a client. */
function usagesOf(id: ScenarioId, { listens, connects }: ProgramShape, { target }: RunTexts): string[] {
  const role = listens ? ' --role client' : ''
  return [
    ...(listens ? [`  socket-lab run ${id} [--port PORT]`] : []),
    ...(connects ? [`  socket-lab run ${id}${role} ${target}`] : []),
  ]
}
