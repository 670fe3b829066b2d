import { isDeepStrictEqual } from 'node:util'
import type { LabEvent } from '#shared/protocol/events.ts'

/** What two events with the same number do not have in common; '' where they are the same. */
export function differing(one: LabEvent, other: LabEvent | undefined): string {
  const [a, b]: Record<string, unknown>[] = [one, other ?? {}]
  return Object.keys({ ...a, ...b })
    .filter((key) => !isDeepStrictEqual(a?.[key], b?.[key]))
    .map((key) => `${key}: ${JSON.stringify(a?.[key])} and ${JSON.stringify(b?.[key])}`)
    .join(', ')
}
