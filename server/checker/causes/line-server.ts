/** Causes of question 1, the server. */
import { all, linesOf, lookAfter, screenOf, sinceStart, type History } from '../history/history.ts'
import { count, endedBy, endOf, inAccept, isWhole, lastError, sentTokens, threadIn, until } from '../history/seen.ts'
import type { Rule } from '../stages/stage.ts'
import { twoInOne } from './two-in-one.ts'

const screen = (history: History): string => screenOf(sinceStart(history))
const shows = (history: History, token: string): boolean => isWhole(screen(history), token)
const last = (history: History): string => sentTokens(history).at(-1)?.token ?? ''
/** Bytes of the client that wait in the kernel, in the newest look. */
const unread = (history: History): number => endOf(history, 1)?.recvQ ?? 0

/** The screen when the look after `name` was taken. */
const screenAt = (history: History, name: string): string => screen(until(history, name))

export const LINE_SERVER_CAUSES: readonly Rule[] = [
  {
    cause: 'stdout-not-flushed',
    stages: ['one-line'],
    byKernel: true,
    fits(history) {
      const starts = all(history, 'started')
      const end = endOf(history, 1, 'pipe')
      const token = sentTokens(history)[0]?.token ?? ''
      if (starts.length < 2 || !end || end.recvQ > 0 || !screen(history).includes(token)) return null
      return { fact: 'only-on-terminal', values: { token } }
    },
  },
  {
    cause: 'bytes-repr',
    stages: ['one-line', 'second-line'],
    fits(history) {
      const token = sentTokens(history)[0]?.token ?? ''
      const line = linesOf(screen(history)).find((text) => text.includes(`b'${token}`) || text.includes(`b"${token}`))
      return line === undefined ? null : { fact: 'line-shown', values: { line } }
    },
  },
  {
    cause: 'accept-per-line',
    stages: ['second-line', 'two-in-one', 'empty-line', 'two-segments', 'long-line'],
    byKernel: true,
    fits(history) {
      const end = endOf(history, 1)
      const closed = all(history, 'closed').some(({ client }) => client === 1)
      if (!threadIn(history, inAccept) || !(closed || (end && end.recvQ > 0))) return null
      return { fact: 'in-accept', values: { bytes: end?.recvQ ?? 0, closed: closed ? 'yes' : 'no' } }
    },
  },
  {
    cause: 'one-line-only',
    stages: ['second-line'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      const first = sentTokens(history)[0]?.token ?? ''
      return how && shows(history, first) ? { fact: 'ended', values: { how, said: lastError(history) } } : null
    },
  },
  {
    cause: 'stale-bytes',
    stages: ['second-line'],
    fits(history) {
      const [first = { token: '' }, second = { token: '' }] = sentTokens(history)
      const line = linesOf(screen(history)).find((text) => text.includes(second.token)) ?? ''
      const after = line.slice(line.indexOf(second.token) + second.token.length)
      const rest = first.token.slice(second.token.length + 1)
      const next = linesOf(screen(history)).some((text) => text.trim() !== '' && rest.startsWith(text.trim()))
      return second.token && rest && ((after && rest.includes(after.trim())) || next)
        ? { fact: 'stale', values: { line, rest } }
        : null
    },
  },
  {
    cause: 'empty-line-ends',
    stages: ['empty-line'],
    fits(history) {
      const gone = all(history, 'closed').length > 0 || endedBy(history) !== null
      const before = sentTokens(history)[0]?.token ?? ''
      return gone && shows(history, before)
        ? { fact: 'closed-after-empty', values: { how: endedBy(history) ?? 'FIN' } }
        : null
    },
  },
  {
    cause: 'chunk-not-line',
    stages: ['two-segments'],
    byKernel: true,
    fits(history) {
      const token = last(history)
      const early = screenAt(history, 'half')
      const piece = all(history, 'sent').at(-2)?.bytes ?? ''
      return piece !== '' && early.includes(piece) && !shows(history, token)
        ? { fact: 'shown-early', values: { piece, token } }
        : null
    },
  },
  {
    cause: 'chunk-not-line',
    stages: ['two-segments'],
    fits(history) {
      const token = last(history)
      const sent = all(history, 'sent').slice(-2)
      const pieces = sent.map(({ bytes }) => bytes.trimEnd())
      return pieces.every((piece) => screen(history).includes(piece)) && count(screen(history), token) === 0
        ? { fact: 'in-two', values: { token } }
        : null
    },
  },
  {
    cause: 'long-line-cut',
    stages: ['long-line'],
    fits(history) {
      const token = last(history)
      const lines = linesOf(screen(history)).filter((text) => text.length > 20)
      const begun = lines.find((text) => text.includes(token.slice(0, 20)))
      if (begun === undefined || shows(history, token)) return null
      return { fact: 'cut-at', values: { shown: begun.length, sent: token.length } }
    },
  },
  {
    cause: 'utf8-split',
    stages: ['utf8-cut'],
    fits(history) {
      const how = endedBy(history)
      if (how && /Decode|codec|charmap|MalformedInput/.test(lastError(history)))
        return { fact: 'ended', values: { how, said: lastError(history) } }
      const replaced = /\xef\xbf\xbd|\?/.test(screen(history))
      return replaced || !screen(history).includes('\xc3\xa9') ? { fact: 'character-lost', values: {} } : null
    },
  },
  {
    cause: 'crlf-left-in',
    stages: ['crlf'],
    fits(history) {
      const token = last(history)
      const line = screen(history)
        .split('\n')
        .find((text) => text.includes(`${token}\r`) || text.includes(`${token}\\r`))
      return line === undefined ? null : { fact: 'line-shown', values: { line } }
    },
  },
  {
    cause: 'last-line-lost',
    stages: ['last-line'],
    byKernel: true,
    fits(history) {
      return unread(history) <= 1 && !screen(history).includes(last(history))
        ? { fact: 'read-and-gone', values: { token: last(history) } }
        : null
    },
  },
  {
    cause: 'connection-not-closed',
    stages: ['after-fin'],
    byKernel: true,
    fits(history) {
      const end = endOf(history, 1, 'left')
      return end?.accepted && end.state === 'CLOSE_WAIT' ? { fact: 'close-wait', values: {} } : null
    },
  },
  {
    cause: 'one-client-only',
    stages: ['next-client'],
    fits(history) {
      const how = endedBy(history)
      return how ? { fact: 'ended', values: { how, said: lastError(history) } } : { fact: 'nobody-accepts', values: {} }
    },
  },
  {
    cause: 'dies-on-reset',
    stages: ['reset'],
    byKernel: true,
    fits(history) {
      return endedBy(history) === null && endOf(history, 2)?.accepted === false
        ? { fact: 'nobody-accepts', values: {} }
        : null
    },
  },
  {
    cause: 'zombies',
    stages: ['children'],
    byKernel: true,
    fits(history) {
      const zombies = lookAfter(history)?.zombies ?? 0
      return zombies > 1 ? { fact: 'zombies', values: { zombies } } : null
    },
  },
  ...twoInOne(screen),
]
