/** To whom the bytes of an event went, in words. Counterpart: `shared/protocol/events.ts`, its shape. */
import { PROGRAM } from '#shared/model/constants.ts'
import type { Entry } from '../../journal/port.ts'

/** How many are named; a class is not. */
const NAMED = 8

/** "bob, ana", "all others", "screen"; nothing where no bytes went anywhere. @param name what participants are called */
export function audienceOf({ kind, detail, participant }: Entry, name: (id: number) => string): string {
  if (kind === 'partial-line') return name(PROGRAM)
  if (!('to' in detail)) return ''
  const { to } = detail
  if (to === 'console') return 'screen'
  if (to === 'others') return 'all others'
  // Nobody else heard of it: it is the program that did.
  if (to.length === 0) return participant === PROGRAM ? '' : name(PROGRAM)
  const more = to.length - NAMED
  return [...to.slice(0, NAMED).map(name), ...(more > 0 ? [`+${more}`] : [])].join(', ')
}
