/**
 * For a program that reads one line at a time: splits the first line off a read, as a buffered reader does
 * (POSIX fgets, Python's readline); the rest waits in the program's own buffer, not in the kernel.
 * Invariant: each read is reported once, with the first line that it brought a part of.
 */
import type { Released } from './line-framer.ts'

const LF = 10

/** One of the `reads` of a release. */
interface Entry {
  readonly kept: number
  readonly dropped: number
  readonly told: boolean
  readonly at: number | undefined
}

/** The first line, and the rest; null when there is none. */
export function takeFirstLine(released: Released): { first: Released; rest: Released | null } {
  const { bytes, lines, partialBytes, discarded, unfinished, carried } = released
  const end = bytes.indexOf(LF) + 1
  if (end === 0 || end === bytes.length) return { first: released, rest: null }
  const { before, after, open } = divide(entriesOf(released), end)
  const own = { bytes: bytes.subarray(0, end), lines: 1, carried, discarded, unfinished: false }
  // The read that ended this line may also have brought later lines and the beginning of one more.
  const beyond = (open ? after[0]!.kept : 0) + (after.length === (open ? 1 : 0) ? partialBytes : 0)
  return {
    first: { ...own, ...fieldsOf(before), partialBytes: beyond },
    rest: {
      bytes: bytes.subarray(end),
      lines: lines - 1,
      carried: open,
      partialBytes,
      discarded: 0,
      unfinished,
      ...fieldsOf(after),
    },
  }
}

/** Joins two releases, in order: the program's buffer after another read. */
export function join(one: Released | null, two: Released): Released {
  if (one === null) return two
  const bytes = new Uint8Array(one.bytes.length + two.bytes.length)
  bytes.set(one.bytes)
  bytes.set(two.bytes, one.bytes.length)
  const [entries, later] = [entriesOf(one), entriesOf(two)]
  const last = entries.at(-1)
  const [rest, ...others] = later
  // One read ended the first and began the second.
  const joint = two.carried && last && rest ? [...entries.slice(0, -1), both(last, rest), ...others] : null
  return {
    bytes,
    lines: one.lines + two.lines,
    carried: one.carried,
    partialBytes: two.partialBytes,
    discarded: one.discarded + two.discarded,
    unfinished: two.unfinished,
    ...fieldsOf(joint ?? [...entries, ...later]),
  }
}

const both = (one: Entry, two: Entry): Entry => ({
  ...one,
  kept: one.kept + two.kept,
  dropped: one.dropped + two.dropped,
})

function entriesOf({ reads, dropped, told = 0, readsAt, at }: Released): Entry[] {
  return reads.map((kept, i) => ({
    kept,
    dropped: dropped?.[i] ?? 0,
    told: i < told,
    at: i < told ? undefined : (readsAt?.[i - told] ?? at),
  }))
}

function fieldsOf(entries: readonly Entry[]): Pick<Released, 'reads' | 'dropped' | 'told' | 'readsAt' | 'at'> {
  const told = entries.filter((entry) => entry.told).length
  const times = entries.slice(told).flatMap(({ at }) => at ?? [])
  const at = times.pop()
  return {
    reads: entries.map(({ kept }) => kept),
    ...(entries.some(({ dropped }) => dropped > 0) && { dropped: entries.map(({ dropped }) => dropped) }),
    ...(told > 0 && { told }),
    ...(times.length > 0 && { readsAt: times }),
    ...(at !== undefined && { at }),
  }
}

/**
 * Cuts the reads after so many bytes. `open`: the cut went through one, which is in both parts and is reported with the
 * first.
 */
function divide(entries: readonly Entry[], end: number): { before: Entry[]; after: Entry[]; open: boolean } {
  let at = 0
  for (const [i, entry] of entries.entries()) {
    const mine = end - at
    at += entry.kept
    if (at < end) continue
    const cut = at > end
    const before = [...entries.slice(0, i), { ...entry, kept: mine }]
    const rest = { ...entry, kept: entry.kept - mine, dropped: 0, told: true, at: undefined }
    return { before, after: [...(cut ? [rest] : []), ...entries.slice(i + 1)], open: cut }
  }
  return { before: [...entries], after: [], open: false }
}
