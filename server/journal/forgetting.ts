/**
 * How a person is taken out of what the journal keeps. Pure; counterparts: `tracing.ts`, which finds what is the person's;
 * `sqlite/upkeep.ts` and `memory-upkeep.ts`, which go through all that is kept.
 * Invariants: what people wrote (payloads) is never changed; a value in which nothing of the person stands is given back as it is; a name
 * that somebody else has as well is replaced only where it is this person's; for whom a run was started is told by a name alone, and all
 * of the person's are replaced there.
 */
import { isIPv6 } from 'node:net'
import type { EventKind } from '#shared/protocol/events.ts'

/** Participants by the id of their run. */
export type ByRun = Readonly<Record<string, readonly number[]>>

/** All that a look for a person has found (`tracing.ts`). */
export interface Traces {
  readonly participants: ByRun
  readonly pages: readonly number[]
  /** Runs that were started for the name asked for. */
  readonly owned: readonly string[]
  /** With the one asked for. */
  readonly names: readonly string[]
  readonly files: readonly string[]
  readonly addresses: readonly { readonly address: string; readonly others: number }[]
}

export interface Forgetting {
  /** The name to forget, exactly: replaced wherever it is a name. */
  readonly name: string
  /** What stands in its place, and in that of every other name. */
  readonly instead: string
  /** Other names of the same person: replaced in what is told of its participants and pages. */
  readonly names: readonly string[]
  /** Names of files that its participants sent, and that say who did. */
  readonly files: readonly string[]
  readonly participants: ByRun
  /** Numbers of the pages from which it asked. */
  readonly pages: readonly number[]
  /** Addresses to forget, as the journal writes them, without port. */
  readonly addresses: readonly string[]
}

/** What forgetting has done. */
export interface Forgotten {
  /** Runs in which something was replaced, by id. */
  readonly runs: readonly string[]
  /** Runs in whose payloads a name stands: somebody wrote it, and it stays. */
  readonly written: readonly string[]
  /** Runs that still write, and in which a name or address stands: nothing of them was changed. */
  readonly live: readonly string[]
  /** Earlier copies of the journal, which lie beside it and were not looked into: names of files. */
  readonly copies: readonly string[]
}

/** Where a value was found: a record, where it has no kind. */
export interface Place {
  readonly run: string
  readonly participant: number
  readonly kind?: EventKind
}

/** Stands for an address that was forgotten: nobody can have it (RFC 1122, 3.2.1.3; RFC 4291, 2.5.2). */
export const nowhere = (address: string): string => (isIPv6(address) ? '::' : '0.0.0.0')

export class Eraser {
  readonly #who: Forgetting
  /** The name to forget alone. */
  readonly #name: ReadonlySet<string>
  /** And those that are the person's where it is about the person. */
  readonly #names: ReadonlySet<string>
  readonly #files: ReadonlySet<string>
  readonly #pages: ReadonlySet<unknown>
  readonly #participants: ReadonlyMap<string, ReadonlySet<number>>
  readonly #addresses: readonly (readonly [pattern: RegExp, instead: string])[]

  constructor(who: Forgetting) {
    this.#who = who
    this.#name = new Set([who.name])
    this.#names = new Set([who.name, ...who.names])
    this.#files = new Set([...this.#names, ...who.files])
    this.#pages = new Set(who.pages)
    this.#participants = new Map(Object.entries(who.participants).map(([run, ids]) => [run, new Set(ids)]))
    this.#addresses = who.addresses.map((address) => [patternOf(address), nowhere(address)])
  }

  /** Replaces names and addresses in a record or in the detail of an event. */
  without<T>(value: T, place: Place): T {
    return this.#walk(value, '', this.#namesAt(place)) as T
  }

  /** Whether a name or an address still stands there: asked of its JSON, not by the walk that replaces. */
  standsIn(value: object, place: Place): boolean {
    const { by, for: owner, ...rest } = value as { by?: { page?: number; name?: string }; for?: object }
    const json = JSON.stringify(rest)
    const named = (names: ReadonlySet<string>, text: string): boolean =>
      [...names].some((name) => text.includes(`"name":${JSON.stringify(name)}`))
    const whose = this.#namesOf(by)
    return (
      named(this.#namesAt(place), json) ||
      named(whose, JSON.stringify(by) ?? '') ||
      named(this.#names, JSON.stringify(owner) ?? '') ||
      this.#addresses.some(([pattern]) => JSON.stringify(value).search(pattern) >= 0)
    )
  }

  /** Whether somebody wrote one of the names. */
  isWritten(bytes: Uint8Array): boolean {
    if (bytes.length === 0) return false
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    for (const name of this.#names) if (text.includes(name)) return true
    return false
  }

  /** Names that are this person's there. A file that somebody else sent may be called like anything. */
  #namesAt({ run, participant, kind }: Place): ReadonlySet<string> {
    const theirs = this.#participants.get(run)?.has(participant) === true
    if (kind === 'transfer') return theirs ? this.#files : NONE
    return theirs ? this.#names : this.#name
  }

  /** Names of who asked, who need not be the one that it is about. */
  #namesOf(by: { readonly page?: unknown } | undefined): ReadonlySet<string> {
    return this.#pages.has(by?.page) ? this.#names : this.#name
  }

  #walk(one: unknown, key: string, names: ReadonlySet<string>): unknown {
    if (typeof one === 'string') {
      if (key === 'name' && names.has(one)) return this.#who.instead
      return this.#addresses.reduce((text, [pattern, instead]) => text.replace(pattern, instead), one)
    }
    if (Array.isArray(one)) return same(one, (at) => this.#walk(at, key, names))
    if (typeof one !== 'object' || one === null) return one
    const here = key === 'by' ? this.#namesOf(one) : key === 'for' ? this.#names : names
    return sameFields(one as Record<string, unknown>, (at, name) => this.#walk(at, name, here))
  }
}

const NONE: ReadonlySet<string> = new Set()

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
