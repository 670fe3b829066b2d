/** Causes of question 4, both ends. */
import { all, lookAfter, screenOf, sinceStart, type History } from '../history/history.ts'
import { atKeyboard, count, endedBy, endOf, lastError, sentTokens, threadIn, until } from '../history/seen.ts'
import { afterFin, leftBehind } from '../stages/duplex.ts'
import type { Rule } from '../stages/stage.ts'
import { KEYBOARD_CAUSES, stuckInRecv, unheard } from './keyboard.ts'
import { SHOWN_CAUSES } from './screen.ts'
import { twoInOne } from './two-in-one.ts'

const screen = (history: History): string => screenOf(sinceStart(history))
const waiting = (history: History): number => endOf(history, 1)?.recvQ ?? 0
const closed = (history: History): boolean => all(sinceStart(history), 'closed').length > 0
/** Somebody waits for the other end. */
const listens = (history: History, after?: string) =>
  threadIn(history, ({ call, at }) => (at === 1 && (call === 'recv' || call === 'read')) || call === 'select', after)

export const DUPLEX_CAUSES: readonly Rule[] = [
  {
    cause: 'still-alternates',
    stages: ['typed-only', 'both-speak'],
    byKernel: true,
    fits(history) {
      const token = unheard(history)
      return token !== undefined && stuckInRecv(history) ? { fact: 'recv-while-typed', values: { token } } : null
    },
  },
  {
    cause: 'still-alternates',
    stages: ['heard-only', 'both-speak'],
    byKernel: true,
    fits(history) {
      const bytes = waiting(history)
      return bytes > 0 && threadIn(history, atKeyboard) && !listens(history)
        ? { fact: 'keyboard-while', values: { bytes } }
        : null
    },
  },
  {
    cause: 'one-line-only',
    stages: ['typed-only', 'heard-only'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      return how === 'exit 0' ? { fact: 'ended', values: { how, said: lastError(history) } } : null
    },
  },
  {
    cause: 'chunk-not-line',
    stages: ['two-segments'],
    fits(history) {
      const token = sentTokens(history).at(-1)?.token ?? ''
      const piece = all(history, 'sent').at(-2)?.bytes ?? ''
      const early = screen(until(history, 'half'))
      return piece !== '' && early.includes(piece) && count(screen(history), token) === 0
        ? { fact: 'shown-early', values: { piece, token } }
        : null
    },
  },
  {
    cause: 'fin-held-by-child',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      if (closed(history) || threadIn(history, atKeyboard, 'eof') || !listens(history, 'eof')) return null
      return { fact: 'socket-held', values: { pid: listens(history, 'eof')?.pid ?? 0 } }
    },
  },
  {
    cause: 'half-close-kills',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const token = afterFin(history).find((one) => !screen(history).includes(one))
      if (token === undefined) return null
      return { fact: 'not-shown-after-fin', values: { token, how: endedBy(history) ?? 'close' } }
    },
  },
  {
    cause: 'never-ends',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const thread = threadIn(history, atKeyboard, 'eof')
      return !closed(history) && thread ? { fact: 'still-there', values: { call: thread.call ?? '?' } } : null
    },
  },
  {
    cause: 'busy-loop-eof',
    stages: ['eof', 'other-leaves'],
    byKernel: true,
    fits(history) {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      const fact = history.findIndex(({ kind }) => kind === 'left') >= 0 ? 'busy' : 'busy-at-keyboard'
      return busy > 0.3 ? { fact, values: { percent: Math.round(busy * 100) } } : null
    },
  },
  {
    cause: 'process-left-behind',
    stages: ['both-end', 'other-leaves'],
    byKernel: true,
    fits(history) {
      const left = leftBehind(history)
      const thread = lookAfter(history, 'gone')?.threads.find(({ state }) => state !== 'Z')
      return left > 0 && (lookAfter(history, 'fin')?.busy ?? 0) <= 0.3
        ? { fact: 'left', values: { pid: thread?.pid ?? 0, call: thread?.call ?? '?', at: String(thread?.at ?? '') } }
        : null
    },
  },
  ...SHOWN_CAUSES,
  ...KEYBOARD_CAUSES,
  ...twoInOne(screen),
]
