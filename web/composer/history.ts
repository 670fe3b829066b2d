/**
 * What was said before, walked through with the arrow keys as in a shell. The line being written is kept aside while
 * walking, and comes back at the end.
 */
const MOST = 200

export class History {
  readonly #said: string[] = []
  /** Where the walk is; the length of `#said` is the line being written. */
  #at = 0
  #draft = ''

  /** Remembers a line that was said, unless it repeats the last one, and ends the walk. */
  push(line: string): void {
    if (line !== '' && line !== this.#said.at(-1)) this.#said.push(line)
    if (this.#said.length > MOST) this.#said.shift()
    this.#at = this.#said.length
    this.#draft = ''
  }

  /** The line before; undefined when there is none. @param current what stands in the field now */
  back(current: string): string | undefined {
    if (this.#at === 0) return undefined
    if (this.#at === this.#said.length) this.#draft = current
    return this.#said[--this.#at]
  }

  /** The line after; after the last one, the line that was being written; undefined when not walking. */
  forth(): string | undefined {
    if (this.#at >= this.#said.length) return undefined
    this.#at++
    return this.#at === this.#said.length ? this.#draft : this.#said[this.#at]
  }
}
