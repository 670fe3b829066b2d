/** Exactly two addresses: what a blank in the wrong place, a missing end or a program's blank makes of that. */
import { looksLikeAddress } from '../command/command.ts'
import { finding, put, replace, type Finding } from '../command/finding.ts'
import type { Command, End, Span, Word } from '../command/model.ts'
import { natureOfAddress, reading } from '../command/nature.ts'
import { optionType } from '../command/option-types.ts'
import { quoted } from '#shared/net/socat.ts'

/** The blanks between two words, as an edit that takes them away. */
const joined = (a: Span, b: Span) => [{ from: a.to, to: b.from, text: '' }]

export function countRules(command: Command): Finding[] {
  const { ends, late, flags, text } = command
  const blanks = ends.flatMap((end, at) => blankAfter(end, ends[at + 1], text))
  if (blanks.length > 0) return blanks
  const pieces = programInPieces(command)
  if (pieces) return [pieces]
  if (late.length > 0 || flags.some(({ known }) => !known) || telling(command)) return []
  if (ends.length > 2) return tooMany(command)
  return ends.length < 2 ? [tooFew(command)] : []
}

/** `-V`, `-h`: socat tells of itself and ends; no address is needed. */
export const telling = ({ flags }: Command): boolean => flags.some(({ name }) => /^-(V|h+|\?+)$/.test(name))

function blankAfter(end: End, next: End | undefined, text: string): Finding[] {
  if (!next) return []
  const [before, after] = [end.word.text, next.word.text]
  const gap = { from: end.to, to: next.from }
  // A line break is seen as well as a blank is.
  if (!/^\s+$/.test(text.slice(gap.from, gap.to))) return []
  const address = looksLikeAddress(after)
  if ((before.endsWith(',') && !address) || (after.startsWith(',') && after.length > 1))
    return [finding('blank-after-comma', gap, { before, after }, joined(end, next))]
  const colon = /[:=]$/.test(before) || /^[:=]/.test(after)
  if (colon && !address) return [finding('blank-inside', gap, { before, after }, joined(end, next))]
  return []
}

/** `EXEC:ls -l STDIO`: the program's own words, which the shell has parted. */
function programInPieces({ ends, late }: Command): Finding | null {
  const items: readonly (Span & { word: Word; end?: End })[] = [
    ...ends.map((end) => ({ ...end, end })),
    ...late.map((word) => ({ word, from: word.from, to: word.to })),
  ].toSorted((a, b) => a.from - b.from)
  const at = items.findIndex(({ end }) => natureOfAddress(reading(end)).kind === 'program')
  // The other end stands before it, or is the last word.
  const words = items.slice(at, at > 0 ? undefined : -1)
  const [begin, last] = [words[0], words.at(-1)]
  if (at < 0 || items.length < 3 || !begin || !last || words.length < 2) return null
  if (words.slice(1).some(({ word }) => looksLikeAddress(word.text))) return null
  const all = { from: begin.from, to: last.to }
  const [, head = '', rest = ''] = /^([^:]+:)(.*)$/.exec(begin.word.text) ?? []
  const line = [rest, ...words.slice(1).map(({ word }) => word.text)].join(' ').replaceAll("'", "'\\''")
  return finding('program-in-pieces', all, { head }, [replace(all, `${head}'${line}'`)])
}

function tooMany(command: Command): Finding[] {
  const { ends } = command
  const third = ends[2]
  if (!third) return []
  const apart = inPieces(ends)
  return [apart ?? finding('too-many', third, { count: String(ends.length) })]
}

/** `TCP 127.0.0.1 8080`, as one writes it for nc; `TCP 127.0.0.1:8080`, `TCP:127.0.0.1 8080`, `TCP-LISTEN:8080 fork`. */
function inPieces(ends: readonly End[]): Finding | null {
  for (const [at, begin] of ends.entries()) {
    const [address] = begin.addresses
    const next = ends[at + 1]
    const wanted = (address?.type?.params.length ?? 0) - (address?.type?.optional ?? 0)
    if (!address || address.by !== 'name' || !next || wanted === 0) continue
    const words = [begin.word.text]
    let lacks = wanted - address.params.length
    for (const { word } of ends.slice(at + 1)) {
      if (lacks <= 0 || looksLikeAddress(word.text)) break
      words.push(word.text)
      lacks -= colons(word.text) + 1
    }
    const last = ends[at + words.length - 1]
    const after = next.word.text
    if (last && words.length > 1 && lacks === 0 && ends.length - words.length === 1)
      return joinedBy(':', begin, last, words, after)
    const option = optionType(after.split('=')[0] ?? '')
    if (lacks === 0 && option && !looksLikeAddress(after))
      return joinedBy(',', begin, next, [begin.word.text, after], after)
  }
  return null
}

/** Those that divide, outside of brackets. */
const colons = (text: string): number => text.replace(/\[[^\]]*\]/g, '').split(':').length - 1

function joinedBy(sign: ':' | ',', begin: End, last: End, words: readonly string[], after: string): Finding {
  const all = { from: begin.from, to: last.to }
  const code = sign === ':' ? 'blank-inside' : 'blank-for-comma'
  return finding(code, all, { before: begin.word.text, after }, [replace(all, quoted(words.join(sign)))])
}

function tooFew({ ends, program, words }: Command): Finding {
  const [only] = ends
  const last = words.at(-1) ?? program
  if (!only || !last) return finding('too-few', program ?? last ?? { from: 0, to: 0 }, { count: '0' })
  const { kind, verb } = natureOfAddress(reading(only))
  const listens = verb !== null && verb !== 'connect' && verb !== 'sendto'
  const mend = kind === 'stdio' ? null : listens ? [put(only.to, ' STDIO')] : [put(only.from, 'STDIO ')]
  return finding('too-few', only, { count: '1' }, mend)
}
