/** To whom the bytes of an event went, in words. Counterpart: `shared/protocol/events.ts`, its shape. */
import { PROGRAM } from '#shared/model/constants.ts'
import type { Lang } from '#shared/model/languages.ts'
import type { Entry } from '../../journal/port.ts'

/** English where the words are for programs, which know one. */
const AUDIENCE = {
  fr: { screen: 'écran', others: 'tous les autres' },
  en: { screen: 'screen', others: 'all others' },
} as const

/** How many are named; a class is not. */
const NAMED = 8

/**
 * "bob, ana", "all others", "screen"; nothing where no bytes went anywhere.
 * @param name what participants are called
 */
export function audienceOf(
  { kind, detail, participant }: Entry,
  name: (id: number) => string,
  lang: Lang = 'en',
): string {
  if (kind === 'partial-line') return name(PROGRAM)
  if (!('to' in detail)) return ''
  const { to } = detail
  if (to === 'console') return AUDIENCE[lang].screen
  if (to === 'others') return AUDIENCE[lang].others
  // Nobody else heard of it: it is the program that did.
  if (to.length === 0) return participant === PROGRAM ? '' : name(PROGRAM)
  const more = to.length - NAMED
  return [...to.slice(0, NAMED).map(name), ...(more > 0 ? [`+${more}`] : [])].join(', ')
}
