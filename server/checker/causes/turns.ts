/** Causes of question 3, both ends. */
import { all, linesOf, lookAfter, screenOf, sinceStart, type History } from '../history/history.ts'
import { atKeyboard, count, endedBy, endOf, inAccept, lastError, sentTokens, threadIn } from '../history/seen.ts'
import { screenAt } from '../stages/meeting.ts'
import { early } from '../stages/turns.ts'
import type { Evidence, Rule } from '../stages/stage.ts'
import { heard, KEYBOARD_CAUSES, stuckInRecv, unheard } from './keyboard.ts'
import { SHOWN_CAUSES } from './screen.ts'
import { twoInOne } from './two-in-one.ts'

const screen = (history: History): string => screenOf(sinceStart(history))
const isClient = (history: History): boolean => !history.some(({ kind }) => kind === 'listening')
const waiting = (history: History): number => endOf(history, 1)?.recvQ ?? 0

/** It was given what was typed before its turn. */
const sentEarly = (history: History, name: string): Evidence | null => {
  const token = early(history, name)
  return token === '' ? null : { fact: 'heard-early', values: { token } }
}

export const TURNS_CAUSES: readonly Rule[] = [
  {
    cause: 'reads-first',
    stages: ['first-turn', 'typed-ahead', 'second-turn'],
    byKernel: true,
    fits(history) {
      const token = unheard(history)
      const nothing = heard(history) === '' && screen(history) === ''
      return isClient(history) && token !== undefined && nothing && stuckInRecv(history)
        ? { fact: 'recv-while-typed', values: { token } }
        : null
    },
  },
  {
    cause: 'speaks-first',
    stages: ['first-turn', 'typed-ahead'],
    byKernel: true,
    fits(history) {
      if (isClient(history)) return null
      return threadIn(history, atKeyboard) && waiting(history) > 0
        ? { fact: 'keyboard-while', values: { bytes: waiting(history) } }
        : null
    },
  },
  {
    cause: 'speaks-first',
    stages: ['typed-ahead'],
    fits: (history) => (isClient(history) ? null : sentEarly(history, 'ahead')),
  },
  {
    cause: 'does-not-wait',
    stages: ['typed-ahead'],
    fits: (history) => (isClient(history) ? sentEarly(history, 'ahead') : null),
  },
  {
    cause: 'accept-per-line',
    stages: ['second-turn', 'half-line', 'two-in-one'],
    byKernel: true,
    fits(history) {
      const closed = all(sinceStart(history), 'closed').length > 0
      return !isClient(history) && threadIn(history, inAccept) && (closed || waiting(history) > 0)
        ? { fact: 'in-accept', values: { bytes: waiting(history), closed: closed ? 'yes' : 'no' } }
        : null
    },
  },
  {
    cause: 'one-line-only',
    stages: ['second-turn', 'typed-ahead'],
    byKernel: true,
    fits(history) {
      const first = sentTokens(history)[0]?.token ?? ''
      const how = endedBy(history)
      return how === 'exit 0' && screen(history).includes(first)
        ? { fact: 'ended', values: { how, said: lastError(history) } }
        : null
    },
  },
  {
    cause: 'still-listens',
    stages: ['second-turn'],
    byKernel: true,
    fits(history) {
      const token = unheard(history)
      return !isClient(history) && token !== undefined && waiting(history) === 0 && stuckInRecv(history)
        ? { fact: 'recv-while-typed', values: { token } }
        : null
    },
  },
  { cause: 'chunk-not-line', stages: ['half-line'], byKernel: true, fits: (history) => sentEarly(history, 'half') },
  {
    cause: 'chunk-not-line',
    stages: ['half-line'],
    fits(history) {
      const token = sentTokens(history).at(-1)?.token ?? ''
      const piece = all(history, 'sent').at(-2)?.bytes ?? ''
      const alone =
        piece !== '' &&
        linesOf(screenAt(history, 'half'))
          .slice(0, -1)
          .some((line) => line.includes(piece))
      return alone && count(screen(history), token) === 0 ? { fact: 'shown-early', values: { piece, token } } : null
    },
  },
  {
    cause: 'chunk-not-line',
    stages: ['two-in-one'],
    byKernel: true,
    fits(history) {
      const [a = { token: '' }, b = { token: '' }] = sentTokens(history).slice(-2)
      const token = unheard(history)
      const shown = screen(history).includes(`${a.token}\n${b.token}`)
      return token !== undefined && shown && stuckInRecv(history)
        ? { fact: 'one-turn-for-two', values: { token } }
        : null
    },
  },
  {
    cause: 'busy-loop-eof',
    stages: ['other-leaves'],
    byKernel: true,
    fits(history) {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      return busy > 0.3 ? { fact: 'busy', values: { percent: Math.round(busy * 100) } } : null
    },
  },
  {
    cause: 'busy-loop-keyboard',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      return busy > 0.3 ? { fact: 'busy-at-keyboard', values: { percent: Math.round(busy * 100) } } : null
    },
  },
  {
    cause: 'eof-unnoticed',
    stages: ['other-leaves'],
    byKernel: true,
    fits(history) {
      const end = endOf(history, 1, 'left')
      const call = lookAfter(history, 'left')?.threads.find(({ state }) => state !== 'R')
      return end?.accepted && end.state === 'CLOSE_WAIT'
        ? { fact: 'close-wait-in', values: { call: call?.call ?? '?', at: String(call?.at ?? '') } }
        : null
    },
  },
  {
    cause: 'never-ends',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const call = lookAfter(history)?.threads[0]?.call ?? '?'
      return endedBy(history) === null && all(history, 'closed').length === 0
        ? { fact: 'still-there', values: { call } }
        : null
    },
  },
  ...SHOWN_CAUSES,
  ...KEYBOARD_CAUSES,
  ...twoInOne(screen),
]
