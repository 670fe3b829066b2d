/** Arguments after `socket-lab export` -> what to write. Throws ExportUsageError, a line for the terminal. Counterpart: `cli/export.ts`. */
import { parseArgs } from 'node:util'
import { EXPORT_FORMATS, type ExportFormat } from '#shared/model/export.ts'
import type { ExportQuery } from '#shared/protocol/export.ts'
import { LANGS, type Lang } from '#shared/model/languages.ts'
import { TEXTS } from './text/languages.ts'

export class ExportUsageError extends Error {}

export interface ExportCommand {
  readonly run: string
  readonly format: ExportFormat
  readonly names: ExportQuery['names']
  /** A file, null for standard output. */
  readonly out: string | null
  readonly data: string
  /** The page of a lab that runs, instead of a folder. */
  readonly lab: URL | null
  readonly lang: Lang
}

const OPTIONS = {
  format: { type: 'string' },
  out: { type: 'string', short: 'o' },
  data: { type: 'string' },
  lab: { type: 'string' },
  names: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** @param env SOCKET_LAB_DATA is the folder where no flag names one, as for the lab itself; the locale is the language */
export function readExportArguments(
  argv: readonly string[],
  locale: Lang,
  env: Record<string, string | undefined>,
): ExportCommand | { help: true; lang: Lang } {
  const { values, positionals } = parse(argv)
  const lang = values.lang === undefined ? locale : LANGS.find((one) => one === values.lang)
  if (!lang) throw new ExportUsageError(TEXTS[locale].exporting.badLang(values.lang ?? ''))
  const texts = TEXTS[lang].exporting
  if (values.help) return { help: true, lang }
  const [run = '', ...more] = positionals
  if (!/^[\w-]+$/.test(run) || more.length > 0) throw new ExportUsageError(texts.noRun(positionals.join(' ')))
  const format = EXPORT_FORMATS.find((one) => one === values.format)
  if (!format) throw new ExportUsageError(texts.badFormat(values.format ?? '', EXPORT_FORMATS.join(', ')))
  const names = values.names ?? 'names'
  if (names !== 'names' && names !== 'pseudonyms') throw new ExportUsageError(texts.badNames(names))
  const lab = values.lab === undefined ? null : pageAt(values.lab)
  if (lab === undefined) throw new ExportUsageError(texts.badLab(values.lab ?? ''))
  const data = values.data ?? (env['SOCKET_LAB_DATA'] || './data')
  return { run, format, names, out: values.out ?? null, data, lab, lang }
}

/** @returns undefined where it is no address of a page */
function pageAt(address: string): URL | undefined {
  const url = URL.parse(address.endsWith('/') ? address : `${address}/`)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new ExportUsageError((error as Error).message)
  }
}
