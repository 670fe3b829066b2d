/** The language of a terminal (POSIX locale). Counterpart: `text/languages.ts`. */
import { LANGS, type Lang } from '#shared/model/languages.ts'

/** LC_ALL before LC_MESSAGES before LANG (POSIX, 8.2); English where they name no language that the lab speaks. */
export function langOf(env: Record<string, string | undefined>): Lang {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return LANGS.find((lang) => locale.startsWith(lang)) ?? 'en'
}
