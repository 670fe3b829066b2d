/**
 * A pasted line -> program, options, ends. Reads as a shell and then as socat does (its main() takes options up to the
 * first word that is none). Pure: nothing is run, and nothing is refused here; `coach/coach.ts` judges.
 */
import { addressType } from './address-names.ts'
import { endOf } from './address.ts'
import type { Command, End, Flag, Term, Span, Word } from './model.ts'
import { shellLine, type Simple } from './shell.ts'
import { isNearSocat, nameOf, started } from './starters.ts'

const PROMPT = /^\s*(?:[\w.-]+@[\w.:~/ -]{1,60})?(?:[$%❯]\s+|\$(?=socat\b)|[#>]\s+(?=(?:sudo\s+)?socat\b))/

/** Options that stand for themselves. */
export const PLAIN_FLAGS = ['-D', '-v', '-x', '-s', '-g', '-u', '-U', '-4', '-6', '-ls', '-lu', '-lh']
export const NUMBER_FLAGS = ['-t', '-T', '-b']
export const TEXT_FLAGS = ['-r', '-R', '-L', '-W', '-lf', '-lp']
/** Settings of stty after which Enter sends CR. */
const RAW = /^(raw|-icrnl)$/
const TELLING = /^-(V|h+|\?+)$/

const span = ({ from, to }: Span): Span => ({ from, to })
const tail = (word: Word, start: number): Term => ({
  text: word.text.slice(start),
  from: word.at[start] ?? word.to,
  to: word.to,
})

/** `-` alone, or with options or a second address, is STDIO; everything else with a dash in front is an option. */
export const isFlag = (text: string): boolean => text.startsWith('-') && !/^-($|[,:]|!!)/.test(text)

/** Whether a word begins with the name of an address type. */
export const looksLikeAddress = (text: string): boolean => {
  const [head = ''] = text.split(/[:,]|!!/)
  return addressType(head) !== null && (text.includes(':') || /^(std(io|in|out|err)|-|pty|pipe|echo)$/i.test(head))
}

/** A dash alone is an address to other programs as well. */
const isAddress = ({ text }: Word): boolean => text !== '-' && looksLikeAddress(text)

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

/** Programs that are taken for socat, or whose command one wants of socat. */
export const NETCATS = ['nc', 'netcat', 'ncat', 'telnet', 'nc.openbsd', 'nc.traditional']
const isMeant = (name: string): boolean => NETCATS.includes(name) || isNearSocat(name)
const isProgram =
  (is: (name: string) => boolean) =>
  ({ words }: Simple): boolean =>
    is(nameOf(started(words).words[0]?.text ?? ''))

/** Takes the line apart; null where there is nothing on it. */
export function commandOf(text: string): Command | null {
  const prompted = PROMPT.exec(text)?.[0].length ?? 0
  const { commands, unclosed } = shellLine(text, prompted)
  const chosen =
    commands.find(isProgram((name) => name === 'socat')) ?? commands.find(isProgram(isMeant)) ?? commands[0]
  if (!chosen) return null
  const { words, root } = started(chosen.words)
  const first = words[0]
  const bare = first !== undefined && (isFlag(first.text) || looksLikeAddress(first.text))
  // The words of another program mean what it takes them for; those of a mistyped one, or with addresses of socat, do not.
  const foreign = !bare && first !== undefined && !isNearSocat(nameOf(first.text)) && !words.some(isAddress)
  const rest = foreign ? [] : bare ? words : words.slice(1)
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
      ...surroundingsOf(chosen, commands),
      root,
      outside: [...others, ...chosen.redirects.map(span)],
    },
    program: bare ? null : (first ?? null),
    foreign,
    flags: known,
    ends,
    late,
    words,
  }
}

/** Where the standard input of a command comes from, and where its output goes. */
function surroundingsOf(chosen: Simple, commands: readonly Simple[]) {
  const place = commands.indexOf(chosen)
  const file = (input: boolean) => chosen.redirects.some((one) => one.input === input && one.descriptor !== 2)
  const before = commands.slice(0, place).map(({ words }) => words.map(({ text }) => text))
  return {
    input: file(true) ? 'file' : chosen.piped ? 'pipe' : 'keyboard',
    output: file(false) ? 'file' : commands[place + 1]?.piped ? 'pipe' : 'screen',
    rawTerminal: before.some(([name = '', ...rest]) => nameOf(name) === 'stty' && rest.some((one) => RAW.test(one))),
  } as const
}
