/** Causes of question 2, the client. */
import { all, lookAfter, sinceStart, type History } from '../history/history.ts'
import { atKeyboard, endedBy, lastError, threadIn, typedBytes, typedTokens, until } from '../history/seen.ts'
import type { Rule } from '../stages/stage.ts'
import { heard, KEYBOARD_CAUSES, stuckInRecv, unheard } from './keyboard.ts'

const gone = (history: History): boolean => endedBy(history) !== null || all(history, 'closed').length > 0

export const LINE_CLIENT_CAUSES: readonly Rule[] = [
  {
    cause: 'reads-first',
    stages: ['line-sent'],
    byKernel: true,
    fits: (history) =>
      stuckInRecv(history, 'one') ? { fact: 'recv-while-typed', values: { token: first(history) } } : null,
  },
  {
    cause: 'socket-not-flushed',
    stages: ['line-sent'],
    fits: (history) =>
      lookAfter(history, 'one') && !heard(until(history, 'one')) && heard(until(history, 'more'))
        ? { fact: 'came-when-full', values: { bytes: typedBytes(history).length } }
        : null,
  },
  {
    cause: 'sends-only-at-end',
    stages: ['line-sent'],
    byKernel: true,
    fits: (history) =>
      lookAfter(history, 'more') &&
      !heard(until(history, 'more')) &&
      heard(history) &&
      threadIn(history, atKeyboard, 'more')
        ? { fact: 'came-at-end', values: { token: first(history) } }
        : null,
  },
  {
    cause: 'socket-not-flushed',
    stages: ['eof'],
    fits: (history) =>
      all(history, 'closed').length > 0 && unheard(history) !== undefined
        ? { fact: 'never-came', values: { token: unheard(history) ?? '' } }
        : null,
  },
  {
    cause: 'waits-for-reply',
    stages: ['second-line', 'empty-line', 'accents', 'long-line'],
    byKernel: true,
    fits(history) {
      const token = unheard(history)
      return token !== undefined && stuckInRecv(history) ? { fact: 'recv-while-typed', values: { token } } : null
    },
  },
  {
    cause: 'one-line-only',
    stages: ['second-line'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history) ?? (all(history, 'closed').length > 0 ? 'FIN' : null)
      const once = all(sinceStart(history), 'connected').length === 1
      return how && once && heard(history).includes(first(history)) && !/Error/.test(lastError(history))
        ? { fact: 'ended', values: { how, said: lastError(history) } }
        : null
    },
  },
  {
    cause: 'spaces-stripped',
    stages: ['spaces'],
    fits(history) {
      const squeeze = (text: string): string => text.replaceAll(/[ \t]/g, '')
      return squeeze(heard(history)) === squeeze(typedBytes(history)) && heard(history) !== typedBytes(history)
        ? { fact: 'bytes-arrived', values: { text: heard(history) } }
        : null
    },
  },
  {
    cause: 'words-not-lines',
    stages: ['spaces'],
    fits(history) {
      const word = typedBytes(history)
        .trim()
        .split(/[ \t]+/)
      return heard(history).includes(word[0] ?? '') && !(word[1] && heard(history).includes(`${word[0]}  ${word[1]}`))
        ? { fact: 'bytes-arrived', values: { text: heard(history) } }
        : null
    },
  },
  {
    cause: 'empty-line-ends',
    stages: ['empty-line'],
    fits: (history) =>
      gone(history) ? { fact: 'closed-after-empty', values: { how: endedBy(history) ?? 'FIN' } } : null,
  },
  {
    cause: 'empty-line-lost',
    stages: ['empty-line'],
    fits(history) {
      const tokens = typedTokens(history)
      return unheard(history) === undefined && heard(history) === tokens.map((token) => `${token}\n`).join('')
        ? { fact: 'bytes-arrived', values: { text: heard(history) } }
        : null
    },
  },
  {
    cause: 'ascii-only',
    stages: ['accents'],
    fits(history) {
      const how = endedBy(history)
      const said = lastError(history)
      if (how && /Encode|Decode|codec|Unmappable|MalformedInput/.test(said))
        return { fact: 'ended', values: { how, said } }
      return heard(history) !== '' && !heard(history).includes('\xc3\xa9')
        ? { fact: 'character-lost', values: {} }
        : null
    },
  },
  {
    cause: 'long-line-cut',
    stages: ['long-line'],
    fits(history) {
      const token = first(history)
      const shown = heard(history).split('\n')[0]?.length ?? 0
      return shown > 20 && !heard(history).includes(token)
        ? { fact: 'cut-at', values: { shown, sent: token.length } }
        : null
    },
  },
  {
    cause: 'busy-loop-eof',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const busy = lookAfter(history, 'fin')?.busy ?? 0
      return busy > 0.3 ? { fact: 'busy-at-keyboard', values: { percent: Math.round(busy * 100) } } : null
    },
  },
  {
    cause: 'eof-traceback',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      const said = lastError(history)
      return how && /^\w*(Error|Exception)\b/.test(said) ? { fact: 'ended', values: { how, said } } : null
    },
  },
  {
    cause: 'never-ends',
    stages: ['eof'],
    byKernel: true,
    fits(history) {
      const call = lookAfter(history)?.threads[0]?.call
      return endedBy(history) === null ? { fact: 'still-there', values: { call: call ?? '?' } } : null
    },
  },
  ...KEYBOARD_CAUSES,
]

const first = (history: History): string => typedTokens(history)[0] ?? ''
