/**
 * A person as the journal knows one, and how that is taken out of what it keeps. Pure; counterparts: `sqlite/upkeep.ts` and `memory.ts`.
 * Invariants: what people wrote (payloads) is never changed; a value in which nothing of the person stands is given back as it is.
 */
import { isIPv6 } from 'node:net'

export interface Forgetting {
  /** The name to forget, exactly. */
  readonly name: string
  /** What stands in its place. */
  readonly instead: string
  /** Addresses to forget, as the journal writes them, without port. */
  readonly addresses: readonly string[]
}

/** What forgetting has done. */
export interface Forgotten {
  /** Runs in which something was replaced, by id. */
  readonly runs: readonly string[]
  /** Runs in whose payloads the name stands: somebody wrote it, and it stays. */
  readonly written: readonly string[]
}

/** Stands for an address that was forgotten: nobody can have it (RFC 1122, 3.2.1.3; RFC 4291, 2.5.2). */
export const nowhere = (address: string): string => (isIPv6(address) ? '::' : '0.0.0.0')

/** Replaces name and addresses in a record or in the detail of an event. */
export function forgetIn<T>(value: T, who: Forgetting): T {
  const patterns = who.addresses.map((address) => [patternOf(address), nowhere(address)] as const)
  const walk = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') {
      if (key === 'name' && one === who.name) return who.instead
      return patterns.reduce((text, [pattern, instead]) => text.replace(pattern, instead), one)
    }
    if (Array.isArray(one)) return same(one, (at) => walk(at, key))
    if (typeof one !== 'object' || one === null) return one
    return sameFields(one as Record<string, unknown>, walk)
  }
  return walk(value, '') as T
}

/** Whether name or an address still stands in it: asked of its JSON, not by the walk that replaces. */
export function standsIn(value: unknown, { name, addresses }: Forgetting): boolean {
  const json = JSON.stringify(value) ?? ''
  return json.includes(`"name":${JSON.stringify(name)}`) || addresses.some((address) => patternOf(address).test(json))
}

/** The address, and not one of which it is a part. */
function patternOf(address: string): RegExp {
  const literal = address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return isIPv6(address)
    ? new RegExp(`(?<![0-9a-f:])${literal}(?![0-9a-f:])`, 'gi')
    : new RegExp(`(?<![\\d.])${literal}(?!\\.?\\d)`, 'g')
}

function same(list: readonly unknown[], change: (one: unknown) => unknown): readonly unknown[] {
  const changed = list.map(change)
  return changed.every((one, i) => one === list[i]) ? list : changed
}

function sameFields(
  value: Record<string, unknown>,
  change: (one: unknown, key: string) => unknown,
): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, one]) => [key, change(one, key)] as const)
  return entries.every(([key, one]) => one === value[key]) ? value : Object.fromEntries(entries)
}
