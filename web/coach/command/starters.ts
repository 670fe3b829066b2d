/** Commands that start another one, and what of their words is theirs: `sudo -u ana`, `timeout 5s`, `A=1`. Pure. */
import { nearest } from '#shared/net/nearest.ts'
import type { Word } from './model.ts'

/** Each with its options that take a value, and how many plain words come before the command. */
const STARTERS: Readonly<Record<string, { readonly values: readonly string[]; readonly plain?: number }>> = {
  sudo: { values: ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T'] },
  doas: { values: ['-u', '-C'] },
  env: { values: ['-u', '-C', '-S'] },
  exec: { values: ['-a'] },
  command: { values: [] },
  nohup: { values: [] },
  setsid: { values: [] },
  unbuffer: { values: [] },
  time: { values: ['-f', '-o'] },
  rlwrap: { values: ['-a', '-c', '-f', '-H', '-S', '-s'] },
  timeout: { values: ['-s', '-k'], plain: 1 },
  nice: { values: ['-n'] },
  stdbuf: { values: ['-i', '-o', '-e'] },
  strace: { values: ['-e', '-o', '-s', '-E', '-u', '-p'] },
}
const ASSIGNMENT = /^[A-Za-z_]\w*=/

export const nameOf = (word: string): string => word.split('/').at(-1) ?? word

export interface Started {
  /** The words from the program on. */
  readonly words: readonly Word[]
  /** Whether it runs as root. */
  readonly root: boolean
}

export function started(words: readonly Word[]): Started {
  let root = false
  let at = 0
  for (;;) {
    const text = words[at]?.text ?? ''
    const starter = Object.hasOwn(STARTERS, nameOf(text)) ? STARTERS[nameOf(text)] : undefined
    if (starter) {
      const { next, user } = ownWords(words, at + 1, starter)
      if (/^(sudo|doas)$/.test(nameOf(text))) root = user === undefined || user === 'root'
      at = next
    } else if (ASSIGNMENT.test(text)) at++
    else return { words: words.slice(at), root }
  }
}

function ownWords(
  words: readonly Word[],
  from: number,
  { values, plain = 0 }: { values: readonly string[]; plain?: number },
) {
  let at = from
  let user: string | undefined
  for (let text = words[at]?.text ?? ''; text.startsWith('-') && text.length > 1; text = words[at]?.text ?? '') {
    at++
    if (text === '--') break
    if (!values.includes(text)) continue
    if (text === '-u') user = words[at]?.text
    at++
  }
  return { next: Math.min(at + plain, words.length), user }
}

/** Whether a program's name is socat, mistyped. */
export const isNearSocat = (name: string): boolean =>
  name.toLowerCase() === 'socat' || nearest(name, ['socat']) !== null
