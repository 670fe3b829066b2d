/**
 * A word of the command as socat's own reader takes it: `TYPE:parameter:…,option=value,…`, and `!!` between two. Colons
 * and commas within quotes and brackets, or after a backslash, divide nothing. Counterpart: `shell.ts`, which came before.
 */
import { addressType, type AddressType } from './address-names.ts'
import type { Address, AddressOption, End, Term, Word } from './model.ts'
import { optionType } from './option-types.ts'

const CLOSING: Record<string, string> = { '(': ')', '[': ']', '{': '}', "'": "'", '"': '"' }

class Cursor {
  readonly word: Word
  at = 0

  constructor(word: Word) {
    this.word = word
  }
  looksAt(mark: string): boolean {
    return this.word.text.startsWith(mark, this.at)
  }
  get done(): boolean {
    return this.at >= this.word.text.length
  }
  place(at: number): number {
    return this.word.at[at] ?? this.word.to
  }

  /** Reads up to the first of these marks. Quotes are dropped, brackets stay, as socat's nestlex() does it. */
  term(marks: readonly string[]): Term {
    const begin = this.at
    const open: string[] = []
    let text = ''
    while (!this.done) {
      const next = this.word.text[this.at] ?? ''
      const awaited = open.at(-1)
      if (awaited === undefined && marks.some((mark) => this.looksAt(mark))) break
      this.at++
      if (next === '\\') {
        text += this.word.text[this.at++] ?? ''
        continue
      }
      const quote = next === "'" || next === '"'
      if (next === awaited) open.pop()
      else if (awaited !== "'" && awaited !== '"' && CLOSING[next] !== undefined) open.push(CLOSING[next])
      else if (quote) text += next
      if (!quote) text += next
    }
    // An escape may have looked beyond the end.
    this.at = Math.min(this.at, this.word.text.length)
    const to = this.at > begin ? this.place(this.at - 1) + 1 : this.place(begin)
    return { text, from: this.place(begin), to: this.done ? Math.max(to, lastOf(this.word)) : to }
  }
}

/** The end of the word without a closing quote of the shell that follows its last character. */
const lastOf = (word: Word): number => (word.at.at(-2) ?? word.from) + 1

function option(cursor: Cursor): AddressOption {
  const name = cursor.term(['=', ',', '!!'])
  let value: Term | null = null
  if (cursor.looksAt('=')) {
    cursor.at++
    value = cursor.term([',', '!!'])
  }
  return { name, value, type: optionType(name.text), from: name.from, to: value?.to ?? name.to }
}

function meaning(head: string): { type: AddressType | null; by: Address['by'] } {
  const type = addressType(head)
  if (type) return { type, by: 'name' }
  if (/^\d$/.test(head)) return { type: addressType('fd'), by: 'number' }
  return head.includes('/') ? { type: addressType('gopen'), by: 'path' } : { type: null, by: 'name' }
}

function address(cursor: Cursor): Address {
  const head = cursor.term(['!!', ',', ':'])
  const params: Term[] = []
  while (cursor.looksAt(':')) {
    cursor.at++
    params.push(cursor.term(['!!', ',', ':']))
  }
  const options: AddressOption[] = []
  while (cursor.looksAt(',')) {
    cursor.at++
    const one = option(cursor)
    // socat skips empty ones: a comma too many does no harm.
    if (one.name.text !== '' || one.value) options.push(one)
  }
  const { type, by } = meaning(head.text)
  const to = [head, ...params, ...options].reduce((end, term) => Math.max(end, term.to), head.to)
  return { head, type, by, params: by === 'name' ? params : [head, ...params], options, from: head.from, to }
}

/** Takes an end of the command apart. It never fails: what socat would not know has the type null. */
export function endOf(word: Word): End {
  const cursor = new Cursor(word)
  const addresses = [address(cursor)]
  while (cursor.looksAt('!!')) {
    cursor.at += 2
    addresses.push(address(cursor))
  }
  return { word, addresses, from: word.from, to: word.to }
}
