/**
 * Picks who is next: askers take turns, and so do the lines of one asker. Counterpart: `read-queue.ts`.
 * Invariant: each other asker overtakes a waiting asker at most once before its turn, however much it has waiting
 * (round robin; RFC 970, "fair queuing").
 */

export interface Waiting {
  /** The asker: a session, or an address that has none. */
  readonly by: string
  /** One of its lines: a connection, a run that it watches. */
  readonly line: string
}

export class Turns<T extends Waiting> {
  /** Those who wait, by asker and line; the order of the keys is the order of the turns. */
  readonly #askers = new Map<string, Map<string, T[]>>()
  #last: T | null = null
  size = 0

  add(one: T): void {
    const lines = getOrMake(this.#askers, one.by, () => new Map<string, T[]>())
    getOrMake(lines, one.line, () => []).push(one)
    this.size += 1
  }

  /** Removes and returns the next one; undefined when nobody waits. */
  take(): T | undefined {
    // Only now the previous asker goes to the back: those who came while it was served are ahead of it.
    if (this.#last) this.#toTheBack(this.#last)
    this.#last = null
    for (const lines of this.#askers.values()) {
      for (const [one] of lines.values()) {
        if (one === undefined) continue
        this.remove(one)
        this.#last = one
        return one
      }
    }
    return undefined
  }

  /** Removes one that need not be served any more. False when it does not wait. */
  remove(one: T): boolean {
    const lines = this.#askers.get(one.by)
    const line = lines?.get(one.line)
    const at = line?.indexOf(one) ?? -1
    if (!lines || !line || at < 0) return false
    line.splice(at, 1)
    this.size -= 1
    if (line.length === 0) lines.delete(one.line)
    if (lines.size === 0) this.#askers.delete(one.by)
    return true
  }

  /** How many of this asker wait. */
  countOf(by: string): number {
    let count = 0
    for (const line of this.#askers.get(by)?.values() ?? []) count += line.length
    return count
  }

  /** The newest read of the asker with the most waiting, if it has more than `least`. */
  newestOfMost(least: number): T | undefined {
    let most = least
    let newest: T | undefined
    for (const [by, lines] of this.#askers) {
      const count = this.countOf(by)
      if (count <= most) continue
      most = count
      newest = [...lines.values()].at(-1)?.at(-1)
    }
    return newest
  }

  #toTheBack({ by, line }: T): void {
    const lines = this.#askers.get(by)
    if (!lines) return
    moveToEnd(lines, line)
    moveToEnd(this.#askers, by)
  }
}

function moveToEnd<V>(map: Map<string, V>, key: string): void {
  const value = map.get(key)
  if (value === undefined) return
  map.delete(key)
  map.set(key, value)
}

function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
