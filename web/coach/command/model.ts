/**
 * What a socat command is made of. Spans are offsets into the text as it was pasted, so that the page can underline them.
 * Invariant: every term knows where it stands in that text; `to` is exclusive.
 */
import type { AddressType } from './address-names.ts'
import type { OptionType } from './option-types.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** A replacement in the pasted text. */
export interface Edit extends Span {
  readonly text: string
}

/** A word as the shell hands it over. */
export interface Word extends Span {
  /** Without quotes and escapes. */
  readonly text: string
  /** Where each character of `text` stands in the pasted text, and last the end of the word. */
  readonly at: readonly number[]
}

export interface Term extends Span {
  readonly text: string
}

export interface AddressOption extends Span {
  readonly name: Term
  readonly value: Term | null
  readonly type: OptionType | null
}

/** One address: `TCP-LISTEN:8080,reuseaddr`. */
export interface Address extends Span {
  readonly head: Term
  readonly type: AddressType | null
  readonly params: readonly Term[]
  readonly options: readonly AddressOption[]
  /** How the type was meant: by its name, as a descriptor number, or as a path. */
  readonly by: 'name' | 'number' | 'path'
}

/** What stands at one end of socat: an address, or two with `!!` between, the first to read and the second to write. */
export interface End extends Span {
  readonly word: Word
  readonly addresses: readonly Address[]
}

export interface Flag extends Span {
  /** `-d`, `-t`, `-lf`, …; as written where socat does not know it. */
  readonly name: string
  readonly known: boolean
  /** Null where it takes none or none was given. */
  readonly value: Term | null
}

/** What surrounds the words of socat on a shell's line. */
export interface Surroundings {
  readonly prompt: Span | null
  /** A quote that is never closed. */
  readonly unclosed: Span | null
  /** Where standard input comes from: another command's output comes in through a pipe, a file through `<`. */
  readonly input: 'keyboard' | 'pipe' | 'file'
  readonly output: 'screen' | 'pipe' | 'file'
  /** stty has set the terminal before, so that Enter sends CR. */
  readonly rawTerminal: boolean
  /** sudo or doas starts it. */
  readonly root: boolean
  /** Other commands and redirections. */
  readonly outside: readonly Span[]
}

export interface Command {
  readonly text: string
  readonly surroundings: Surroundings
  /** Null where the line begins with an address or an option. */
  readonly program: Word | null
  /** Another program, with its own kinds of words: nothing of them is taken apart. */
  readonly foreign: boolean
  readonly flags: readonly Flag[]
  readonly ends: readonly End[]
  /** Options that come after an address: socat takes them for addresses. */
  readonly late: readonly Word[]
  /** All words, from the program on. */
  readonly words: readonly Word[]
}

export type Severity = 'error' | 'trap' | 'note'

/** The text with all edits made. They may not overlap. */
export function apply(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((mended, { from, to, text: put }) => mended.slice(0, from) + put + mended.slice(to), text)
}
