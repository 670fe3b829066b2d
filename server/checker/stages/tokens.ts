/**
 * What the checker sends: words, from a seed. A program cannot know what comes, so it must relay; nothing looks like a command
 * that a program may take for one.
 */

/** A seeded generator of the kind of mulberry32 (public domain): 32 bits of state, good enough for words and cuts. */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const SYLLABLES = ['ba', 'co', 'du', 'fe', 'gi', 'jo', 'ka', 'lu', 'mi', 'no', 'pe', 'ru', 'sa', 'to', 'vi', 'zo']

export class Tokens {
  readonly #random: () => number
  readonly #given = new Set<string>()

  constructor(seed: number) {
    this.#random = generator(seed)
  }

  /** A word that was not given before and is part of no other: ASCII letters, then digits. @param length letters */
  word(length = 6): string {
    for (;;) {
      let letters = ''
      while (letters.length < length) letters += SYLLABLES[Math.floor(this.#random() * SYLLABLES.length)]
      const word = `${letters.slice(0, length)}${100 + Math.floor(this.#random() * 900)}`
      if (![...this.#given].some((one) => one.includes(word) || word.includes(one))) {
        this.#given.add(word)
        return word
      }
    }
  }

  /** From 0 to below `most`. */
  below(most: number): number {
    return Math.floor(this.#random() * most)
  }
}
