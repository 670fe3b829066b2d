/**
 * Compares two values of plain data (as in JSON) without serialising either: most comparisons find no change, and
 * allocate nothing. A counter of changes would be cheaper, and wrong as soon as somebody forgets to count.
 * @param ignored names of properties that do not matter, at any depth
 */
export function same(a: unknown, b: unknown, ignored?: ReadonlySet<string>): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, index) => same(value, b[index], ignored))
    )
  }
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>]
  let count = 0
  for (const key in one) {
    if (one[key] === undefined || ignored?.has(key)) continue
    count++
    if (!same(one[key], other[key], ignored)) return false
  }
  for (const key in other) if (other[key] !== undefined && !ignored?.has(key)) count--
  return count === 0
}
