/** The known name that a mistyped one is nearest to. Pure. */

/**
 * Edits (insert, delete, change, swap of neighbours) from one word to another: optimal string alignment.
 * @param limit beyond it, any larger number may come back: no page waits for how far a stranger is
 */
export function distance(a: string, b: string, limit = Infinity): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    // A swap reaches back two rows: only when both are beyond the limit can nothing come below it again.
    if (Math.min(...next) > limit && Math.min(...row) > limit) return limit + 1
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** The nearest of the names, if it is near enough to be what was meant: a third of the letters, at least one. */
export function nearest(word: string, names: Iterable<string>): string | null {
  const lower = word.toLowerCase()
  const allowed = Math.max(1, Math.floor(lower.length / 3))
  let best: string | null = null
  let least = allowed + 1
  for (const name of names) {
    if (Math.abs(name.length - lower.length) >= least) continue
    const far = distance(lower, name, allowed)
    if (far < least) [best, least] = [name, far]
  }
  return best
}
