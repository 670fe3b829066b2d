/** Causes of every program that sends what is typed: questions 2, 3 and 4. The connection is number 1. */
import { all, heardBy, lookAfter, sinceStart, type History } from '../history/history.ts'
import { atKeyboard, endedBy, lastError, threadIn, typedBytes, typedTokens } from '../history/seen.ts'
import type { Rule } from '../stages/stage.ts'

/** Beyond a terminator or two: what a fixed buffer holds behind the line. */
const BUFFER_REST = 16

export const heard = (history: History): string => heardBy(sinceStart(history), 1)

/** The first typed line that has not arrived. */
export const unheard = (history: History): string | undefined =>
  typedTokens(history).find((token) => !heard(history).includes(token))

export const KEYBOARD_CAUSES: readonly Rule[] = [
  {
    cause: 'str-not-bytes',
    stages: 'all',
    byKernel: true,
    fits(history) {
      const said = lastError(history)
      const how = endedBy(history)
      return how && /bytes-like object is required|must be .*bytes|not 'str'|can't concat (str|bytes)/.test(said)
        ? { fact: 'ended', values: { how, said } }
        : null
    },
  },
  {
    cause: 'sends-whole-buffer',
    stages: 'all',
    fits(history) {
      const text = heard(history)
      const extra = text.length - typedBytes(history).length
      const zeros = text.split('\0').length - 1
      return extra >= BUFFER_REST && zeros > 1
        ? { fact: 'bytes-sent', values: { typed: typedBytes(history).length, heard: text.length } }
        : null
    },
  },
  {
    cause: 'nul-sent',
    stages: 'all',
    fits(history) {
      const text = heard(history)
      const extra = text.length - typedBytes(history).length
      return text.includes('\0') && extra < BUFFER_REST
        ? { fact: 'nul-heard', values: { heard: text.slice(0, 60) } }
        : null
    },
  },
  {
    cause: 'newline-missing',
    stages: ['line-sent', 'second-line', 'empty-line', 'first-turn', 'second-turn', 'typed-ahead', 'typed-only', 'eof'],
    fits(history) {
      const text = heard(history)
      const tokens = typedTokens(history)
      const glued = tokens.find((token) => {
        const at = text.indexOf(token)
        const rest = text.slice(at + token.length)
        const next = tokens.find((other) => other !== token && rest.split('\n')[0]?.includes(other))
        return at >= 0 && (!rest.includes('\n') || next !== undefined)
      })
      return glued === undefined ? null : { fact: 'no-newline', values: { token: glued } }
    },
  },
  {
    cause: 'newline-doubled',
    stages: 'all',
    fits(history) {
      const twice = typedTokens(history).find((token) => heard(history).includes(`${token}\n\n`))
      return twice !== undefined && !typedBytes(history).includes(`${twice}\n\n`)
        ? { fact: 'two-newlines', values: { token: twice } }
        : null
    },
  },
  {
    cause: 'connects-per-line',
    stages: 'all',
    byKernel: true,
    fits(history) {
      const count = all(sinceStart(history), 'connected').length
      const hosted = !history.some(({ kind }) => kind === 'listening')
      return hosted && count > 1 ? { fact: 'connections', values: { count } } : null
    },
  },
]

/** A program that waits for the other end while a typed line has not been sent. */
export const stuckInRecv = (history: History, after?: string): boolean => {
  const look = lookAfter(history, after)
  const reads = threadIn(history, ({ call, at }) => at === 1 && (call === 'recv' || call === 'read'), after)
  return look !== null && reads !== undefined && threadIn(history, atKeyboard, after) === undefined
}
