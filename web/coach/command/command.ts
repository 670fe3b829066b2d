/**
 * A pasted line -> program, options, ends. Reads as a shell and then as socat does (its main() takes options up to the
 * first word that is none). Pure: nothing is run, and nothing is refused here; `coach/coach.ts` judges.
 */
import { addressType } from './address-names.ts'
import { endOf } from './address.ts'
import type { Command, End, Flag, Piece, Span, Word } from './model.ts'
import { shellLine, type Simple } from './shell.ts'

const PROMPT = /^\s*(?:[\w.-]+@[\w.:~/ -]{1,60})?(?:[$%❯]\s+|\$(?=socat\b)|[#>]\s+(?=(?:sudo\s+)?socat\b))/
/** Commands that start another one. */
const STARTERS = new Set(['sudo', 'doas', 'env', 'exec', 'nohup', 'time', 'rlwrap', 'timeout', 'nice'])

/** Options that stand for themselves. */
export const PLAIN_FLAGS = ['-D', '-v', '-x', '-s', '-g', '-u', '-U', '-4', '-6', '-ls', '-lu', '-lh']
export const NUMBER_FLAGS = ['-t', '-T', '-b']
export const TEXT_FLAGS = ['-r', '-R', '-L', '-W', '-lf', '-lp']
const TELLING = /^-(V|h+|\?+)$/

const span = ({ from, to }: Span): Span => ({ from, to })
const tail = (word: Word, start: number): Piece => ({
  text: word.text.slice(start),
  from: word.at[start] ?? word.to,
  to: word.to,
})

/** `-` alone, or with options or a second address, is STDIO; everything else with a dash in front is an option. */
export const isFlag = (text: string): boolean => text.startsWith('-') && !/^-($|[,:]|!!)/.test(text)

export const nameOf = (word: string): string => word.split('/').at(-1) ?? word

/** Whether a word begins with the name of an address type. */
export const looksLikeAddress = (text: string): boolean => {
  const [head = ''] = text.split(/[:,]|!!/)
  return addressType(head) !== null && (text.includes(':') || /^(std(io|in|out|err)|-|pty|pipe|echo)$/i.test(head))
}

function flags(words: readonly Word[]): { flags: Flag[]; used: number } {
  const found: Flag[] = []
  let used = 0
  while (used < words.length && isFlag(words[used]?.text ?? '')) {
    const word = words[used++]
    if (!word) break
    const { text } = word
    const taking = [...TEXT_FLAGS, ...NUMBER_FLAGS].find((name) => text.startsWith(name))
    if (taking !== undefined) {
      const attached = text.length > taking.length ? tail(word, taking.length) : null
      const next = words[used]
      // socat would swallow an address here; it is left standing, since that is what was meant.
      const swallows = !attached && next && !looksLikeAddress(next.text) && !isOption(next.text)
      if (swallows) used++
      const value = attached ?? (swallows ? { text: next.text, ...span(next) } : null)
      found.push({ name: taking, known: true, value, from: word.from, to: value?.to ?? word.to })
    } else if (/^-l[ym]/.test(text)) {
      const value = text.length > 3 ? tail(word, 3) : null
      found.push({ name: text.slice(0, 3), known: true, value, ...span(word) })
    } else {
      const known = PLAIN_FLAGS.includes(text) || /^-d+$/.test(text) || TELLING.test(text)
      found.push({ name: text, known, value: null, ...span(word) })
    }
  }
  return { flags: found, used }
}

/** A number may be negative: `-t -1` is a value. */
const isOption = (text: string): boolean => isFlag(text) && !/^-[\d.]/.test(text)

/** The words from the program on: without `sudo`, assignments and the like. */
function fromProgram(words: readonly Word[]): readonly Word[] {
  let at = 0
  while (at < words.length) {
    const text = words[at]?.text ?? ''
    const previous = words[at - 1]?.text
    const argument = previous === 'timeout' && /^[\d.]+[smhd]?$/.test(text)
    if (!STARTERS.has(nameOf(text)) && !/^[A-Za-z_]\w*=/.test(text) && !argument) break
    at++
  }
  return words.slice(at)
}

const isSocat = ({ words }: Simple): boolean => nameOf(fromProgram(words)[0]?.text ?? '') === 'socat'

/** Takes the line apart; null where there is nothing on it. */
export function commandOf(text: string): Command | null {
  const prompted = PROMPT.exec(text)?.[0].length ?? 0
  const { commands, unclosed } = shellLine(text, prompted)
  const chosen = commands.find(isSocat) ?? commands[0]
  if (!chosen) return null
  const words = fromProgram(chosen.words)
  const first = words[0]
  const bare = first !== undefined && (isFlag(first.text) || looksLikeAddress(first.text))
  const rest = bare ? words : words.slice(1)
  const { flags: known, used } = flags(rest)
  const ends: End[] = []
  const late: Word[] = []
  for (const word of rest.slice(used)) {
    if (isFlag(word.text)) late.push(word)
    else ends.push(endOf(word))
  }
  const others = commands.filter((one) => one !== chosen).map(span)
  return {
    text,
    surroundings: {
      prompt: prompted > 0 ? { from: text.length - text.trimStart().length, to: prompted } : null,
      unclosed,
      fed: chosen.piped || chosen.redirects.some(({ input }) => input),
      outside: [...others, ...chosen.redirects.map(span)],
    },
    program: bare ? null : (first ?? null),
    flags: known,
    ends,
    late,
    words,
  }
}
