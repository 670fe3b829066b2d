/**
 * For a program that reads one line at a time: takes the first line off what a read brought, as a buffered reader does
 * (POSIX fgets, Python's readline); the rest waits in the program's own buffer, not in the kernel.
 */
import type { Released } from './line-framer.ts'

const LF = 10

/** The first line, and what is left; null when nothing is. */
export function takeFirstLine(released: Released): { first: Released; rest: Released | null } {
  const { bytes } = released
  const end = bytes.indexOf(LF) + 1
  if (end === 0 || end === bytes.length) return { first: released, rest: null }
  const { before, after } = divide(released.reads, end)
  const open = after.length > 0 && before.length + after.length > released.reads.length
  return {
    first: {
      ...released,
      bytes: bytes.subarray(0, end),
      lines: 1,
      reads: before,
      held: bytes.length - end,
      unfinished: false,
    },
    rest: {
      ...released,
      bytes: bytes.subarray(end),
      lines: released.lines - 1,
      reads: after,
      carried: open,
      discarded: 0,
    },
  }
}

/** Both as one, in order: what the buffer of a program holds when another read comes. */
export function join(one: Released | null, two: Released): Released {
  if (one === null) return two
  const bytes = new Uint8Array(one.bytes.length + two.bytes.length)
  bytes.set(one.bytes)
  bytes.set(two.bytes, one.bytes.length)
  return {
    bytes,
    lines: one.lines + two.lines,
    reads: [...one.reads, ...two.reads],
    carried: one.carried,
    held: two.held,
    discarded: one.discarded + two.discarded,
    unfinished: two.unfinished,
  }
}

function divide(reads: readonly number[], end: number): { before: number[]; after: number[] } {
  const before: number[] = []
  const after: number[] = []
  let at = 0
  for (const size of reads) {
    const mine = Math.max(0, Math.min(size, end - at))
    if (mine > 0) before.push(mine)
    if (size > mine) after.push(size - mine)
    at += size
  }
  return { before, after }
}
