/**
 * The words of a command line as a POSIX shell makes them (XCU 2.2 quoting, 2.3 token recognition), with the place of
 * every character. Variables and patterns are left as they are: nothing is expanded, and nothing runs.
 */
import type { Span, Word } from './model.ts'

export interface Redirect extends Span {
  readonly input: boolean
  /** As written before the sign; null leaves it to the shell. */
  readonly descriptor: number | null
}

/** A simple command of the line. */
export interface Simple extends Span {
  readonly words: readonly Word[]
  readonly redirects: readonly Redirect[]
  /** The output of the command before comes in. */
  readonly piped: boolean
}
export interface Line {
  readonly commands: readonly Simple[]
  readonly unclosed: Span | null
}

/** `<address1>` and the like stand for something to fill in; to a shell they would be redirections. */
export const PLACEHOLDER = /<[\p{L}\d_ -]{1,40}>/uy

class Reader {
  readonly #text: string
  #at: number
  #chars = ''
  #places: number[] = []
  #from = -1
  unclosed: Span | null = null

  constructor(text: string, from: number) {
    this.#text = text
    this.#at = from
  }

  get at(): number {
    return this.#at
  }
  peek(length = 1): string {
    return this.#text.slice(this.#at, this.#at + length)
  }
  get inWord(): boolean {
    return this.#from >= 0
  }
  get wordSoFar(): string {
    return this.#chars
  }
  skip(length: number): void {
    this.#at += length
  }
  begin(): void {
    if (this.#from < 0) this.#from = this.#at
  }
  take(length = 1): void {
    this.begin()
    for (let n = 0; n < length && this.#at < this.#text.length; n++) {
      this.#places.push(this.#at)
      this.#chars += this.#text[this.#at++] ?? ''
    }
  }
  placeholder(): number {
    PLACEHOLDER.lastIndex = this.#at
    return PLACEHOLDER.exec(this.#text)?.[0].length ?? 0
  }

  quoted(quote: string): void {
    this.begin()
    const opening = this.#at++
    for (;;) {
      const next = this.peek()
      if (next === '') {
        this.unclosed ??= { from: opening, to: this.#text.length }
        return
      }
      if (next === quote) break
      if (quote === '"' && next === '\\' && /[$`"\\\n]/.test(this.#text[this.#at + 1] ?? '')) this.#at++
      this.take()
    }
    this.#at++
  }

  escaped(): void {
    if (this.peek(2) === '\\\n') return this.skip(2)
    this.begin()
    this.#at++
    this.take()
  }

  word(): Word | null {
    if (this.#from < 0) return null
    const word = { text: this.#chars, from: this.#from, to: this.#at, at: [...this.#places, this.#at] }
    this.#from = -1
    this.#chars = ''
    this.#places = []
    return word
  }
}

/** Reads the line from an offset on; comments end it. */
export function shellLine(text: string, start = 0): Line {
  const reader = new Reader(text, start)
  const commands: Simple[] = []
  let words: Word[] = []
  let redirects: Redirect[] = []
  let piped = false
  let target: Omit<Redirect, 'to'> | null = null

  const endWord = (): void => {
    const word = reader.word()
    if (!word) return
    if (target) redirects.push({ ...target, to: word.to })
    else words.push(word)
    target = null
  }
  const endCommand = (pipe: boolean): void => {
    endWord()
    const [first, last] = [words[0] ?? redirects[0], words.at(-1) ?? redirects.at(-1)]
    if (first && last) commands.push({ words, redirects, piped, from: first.from, to: last.to })
    words = []
    redirects = []
    piped = pipe
  }

  for (let next = reader.peek(); next !== ''; next = reader.peek()) {
    const placeholder = next === '<' ? reader.placeholder() : 0
    if (placeholder > 0) reader.take(placeholder)
    else if (next === "'" || next === '"') reader.quoted(next)
    else if (next === '\\') reader.escaped()
    else if (next === '\n' || next === ';') {
      endCommand(false)
      reader.skip(1)
    } else if (/\s/.test(next) && next !== '\u00a0' && next !== '\u202f') {
      endWord()
      reader.skip(1)
    } else if (next === '#' && !reader.inWord) {
      break
    } else if (next === '|' || next === '&') {
      const double = reader.peek(2) === next + next
      endCommand(next === '|' && !double)
      reader.skip(double ? 2 : 1)
    } else if (next === '<' || next === '>') {
      let from = reader.at
      // The digits of `2>file` are part of the operator.
      let descriptor: number | null = null
      if (/^\d$/.test(reader.wordSoFar)) {
        const digit = reader.word()
        from = digit?.from ?? from
        descriptor = digit && Number(digit.text)
      } else endWord()
      target = { from, input: next === '<', descriptor }
      reader.skip(/^(>>|<<|>&|<&|>\|)/.test(reader.peek(2)) ? 2 : 1)
    } else reader.take()
  }
  endCommand(false)
  return { commands, unclosed: reader.unclosed }
}
