/** The line as the shell sees it: prompts, quotes, signs of a word processor, and programs that are not socat. */
import { looksLikeAddress, NETCATS } from '../command/command.ts'
import { finding, replace, put, type Finding } from '../command/finding.ts'
import type { Command, Word } from '../command/model.ts'
import { isNearSocat, nameOf } from '../command/starters.ts'
import { asSocat } from './netcat.ts'

/** What word processors and PDF viewers make of plain signs. */
const SIGNS: Record<string, string> = {
  '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '‘': "'", '’': "'", '–': '-', '—': '-', '‐': '-', '‑': '-', '−': '-',
  '\u00a0': ' ', '\u202f': ' ',
} // prettier-ignore

const FILL_IN =
  /^(\.\.\.|…|<.+>|\[(options|adresse?\d?|address\d?)\]|PORT|HOST|HOTE|HÔTE)$|<[\p{L}\d_ -]+>|:(PORT|port)\b/u

/** Findings after which nothing else is worth saying. */
export function lineRules(command: Command): Finding[] {
  const { text, surroundings, words } = command
  const found: Finding[] = []
  const signs = [...text].some((sign) => SIGNS[sign] !== undefined) ? typographic(text) : []
  if (signs.length > 0) return signs
  if (surroundings.unclosed) found.push(finding('unclosed-quote', surroundings.unclosed))
  const blank = words.find((word) => FILL_IN.test(word.text))
  if (blank) found.push(finding('placeholder', blank, { text: blank.text }))
  return found
}

function typographic(text: string): Finding[] {
  const edits = [...text].reduce<{ at: number; edits: { from: number; to: number; text: string }[] }>(
    (state, sign) => {
      const plain = SIGNS[sign]
      if (plain !== undefined) state.edits.push({ from: state.at, to: state.at + sign.length, text: plain })
      return { at: state.at + sign.length, edits: state.edits }
    },
    { at: 0, edits: [] },
  ).edits
  const [first] = edits
  if (!first) return []
  const sign = text.slice(first.from, first.to)
  const shown =
    sign.trim() === '' ? 'U+' + (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0') : sign
  return [finding('typographic', first, { sign: shown, plain: first.text === ' ' ? 'U+0020' : first.text }, edits)]
}

export function promptRule({ surroundings: { prompt }, text }: Command): Finding[] {
  if (!prompt) return []
  return [finding('prompt', prompt, { prompt: text.slice(prompt.from, prompt.to).trim() }, [replace(prompt, '')])]
}

/** The program: socat, or something that was taken for it. */
export function programRules(command: Command): Finding[] {
  const { program, words } = command
  const first = words[0]
  if (!program) return first ? [finding('no-program', first, {}, [put(first.from, 'socat ')])] : []
  const name = nameOf(program.text)
  if (name === 'socat') return []
  if (NETCATS.includes(name)) return [otherProgram(command, program, name)]
  const mend = [replace(program, 'socat')]
  if (isNearSocat(name)) return [finding('misspelt-program', program, { name }, mend)]
  return [finding('other-program', program, { name })]
}

function otherProgram({ words }: Command, program: Word, name: string): Finding {
  const rest = words.slice(1)
  const last = words.at(-1) ?? program
  if (rest.some(({ text }) => looksLikeAddress(text) && text !== '-'))
    return finding('nc-with-addresses', program, { name }, [replace(program, 'socat')])
  const same = asSocat(rest.map(({ text }) => text))
  return finding(
    'other-program',
    program,
    { name },
    same === null ? null : [{ from: program.from, to: last.to, text: same }],
  )
}

/** What the shell leaves alone, or, between double quotes, half alone. */
const QUOTED = /\\.|'[^']*'|"(?:\\.|[^"\\])*"/gs

/** What the shell would do to a word before socat sees it. */
export function expansionRules({ text, words }: Command): Finding[] {
  return words.flatMap((word): Finding[] => {
    const raw = text.slice(word.from, word.to)
    const single = raw.replace(QUOTED, (part) => (part.startsWith('"') ? part : ' '.repeat(part.length)))
    const bare = raw.replace(QUOTED, (part) => ' '.repeat(part.length))
    const quote = [replace(word, `'${word.text.replaceAll("'", "'\\''")}'`)]
    const found: Finding[] = []
    if (single.includes('!!')) found.push(finding('history', word, {}, quote))
    const home = /[:=]~\//.exec(bare)
    if (home) {
      const from = word.from + home.index + 1
      found.push(finding('tilde', { from, to: from + 1 }, {}, [{ from, to: from + 1, text: '$HOME' }]))
    }
    if (/[[\]*?]/.test(bare)) found.push(finding('brackets', word, {}, quote))
    if (/\$[\w({]|`/.test(single)) found.push(finding('variable', word))
    return found
  })
}
