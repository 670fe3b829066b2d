/** The language of a terminal (POSIX locale). Counterparts: the catalogues beside this file. */
import type { Lang } from '#shared/errors/sentences.ts'

/** LC_ALL before LC_MESSAGES before LANG (POSIX, 8.2); English where they name neither language. */
export function langOf(env: Record<string, string | undefined>): Lang {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return locale.startsWith('fr') ? 'fr' : 'en'
}
