/** Causes of questions 5 and 6, the relay. */
import { all, heardBy, lookAfter, sinceStart, type History, type Look } from '../history/history.ts'
import { endedBy, endOf, inAccept, inRead, lastError, sentTokens, threadIn } from '../history/seen.ts'
import { KNOWN } from '../stages/relay.ts'
import type { Rule } from '../stages/stage.ts'
import { twoInOne } from './two-in-one.ts'

const heard = (history: History, client: number): string => heardBy(sinceStart(history), client)
const clientsOf = (history: History): number[] => [
  ...new Set(all(sinceStart(history), 'connected').map(({ client }) => client)),
]

/** The first line that did not reach all others: who said it, and who heard it. */
function lost(history: History): { client: number; token: string; by: number[]; not: number[] } | null {
  const left = new Set(all(history, 'left').map(({ client }) => client))
  const hearers = clientsOf(history).filter((client) => !left.has(client))
  for (const { client, token } of sentTokens(history)) {
    const others = hearers.filter((one) => one !== client)
    const by = others.filter((one) => heard(history, one).includes(token))
    if (by.length < others.length) return { client, token, by, not: others.filter((one) => !by.includes(one)) }
  }
  return null
}

/** Clients with unread bytes in this look. */
const waiting = (look: Look | null): number[] =>
  (look?.ends ?? []).filter(({ accepted, recvQ }) => accepted && recvQ > 0).map(({ client }) => client)

const TALK = ['two-speak', 'second-first', 'any-order', 'late-one', 'many']

export const RELAY_CAUSES: readonly Rule[] = [
  {
    cause: 'one-too-few',
    stages: ['all-accepted'],
    byKernel: true,
    fits(history) {
      const ends = lookAfter(history)?.ends ?? []
      const not = ends.filter(({ accepted }) => !accepted)
      return not.length === 1 && ends.length === KNOWN
        ? { fact: 'not-accepted', values: { client: not[0]?.client ?? 0 } }
        : null
    },
  },
  {
    cause: 'echo-to-sender',
    stages: [...TALK, 'two-in-one', 'half-line'],
    fits(history) {
      const own = sentTokens(history).find(({ client, token }) => heard(history, client).includes(token))
      return own ? { fact: 'heard-own', values: { client: own.client, token: own.token } } : null
    },
  },
  {
    cause: 'blocks-in-accept',
    stages: [...TALK, 'all-accepted'],
    byKernel: true,
    fits(history) {
      const [client] = waiting(lookAfter(history))
      return client !== undefined && threadIn(history, inAccept)
        ? { fact: 'accept-while', values: { client, bytes: endOf(history, client)?.recvQ ?? 0 } }
        : null
    },
  },
  {
    cause: 'in-turn-blocks',
    stages: [...TALK, 'all-accepted', 'one-leaves', 'one-resets'],
    byKernel: true,
    fits(history) {
      const [client] = waiting(lookAfter(history))
      const thread = threadIn(history, (one) => inRead(one) && typeof one.at === 'number' && one.at !== client)
      if (client === undefined || !thread) return null
      return {
        fact: 'reads-other',
        values: { at: Number(thread.at), client, bytes: endOf(history, client)?.recvQ ?? 0 },
      }
    },
  },
  {
    cause: 'partial-line-blocks',
    stages: ['half-line'],
    byKernel: true,
    fits(history) {
      const end = endOf(history, 2, 'other')
      const thread = threadIn(history, (one) => inRead(one) && one.at === 1, 'other')
      return end && end.recvQ > 0 && thread
        ? { fact: 'reads-other', values: { at: 1, client: 2, bytes: end.recvQ } }
        : null
    },
  },
  {
    cause: 'fork-before-all',
    stages: ['second-first', 'any-order'],
    fits(history) {
      const first = lost(history)
      if (!first || first.by.length === 0 || waiting(lookAfter(history)).length > 0) return null
      const earlier =
        first.by.every((client) => client < first.client) && first.not.every((client) => client > first.client)
      return earlier ? { fact: 'only-earlier', values: { client: first.client, not: first.not.join(', ') } } : null
    },
  },
  {
    cause: 'newline-missing',
    stages: TALK,
    fits(history) {
      for (const { client, token } of sentTokens(history))
        for (const hearer of clientsOf(history).filter((one) => one !== client)) {
          const text = heard(history, hearer)
          const at = text.indexOf(token)
          if (at >= 0 && !/^[^\n]*\n/.test(text.slice(at + token.length)))
            return { fact: 'no-newline', values: { token } }
        }
      return null
    },
  },
  {
    cause: 'chunk-not-line',
    stages: ['half-line'],
    fits(history) {
      const half = all(history, 'sent')[0]?.bytes ?? ''
      return half && new RegExp(`${half}\\r?\\n`).test(heard(history, 2) + heard(history, 3))
        ? { fact: 'passed-on-early', values: { piece: half } }
        : null
    },
  },
  {
    cause: 'interleaved',
    stages: ['half-line'],
    fits(history) {
      const half = all(history, 'sent')[0]?.bytes ?? ''
      const other = all(history, 'sent').find(({ client }) => client === 2)?.token ?? ''
      const line = heard(history, 3)
        .split('\n')
        .find((text) => text.includes(half) && text.includes(other))
      return half && other && line !== undefined ? { fact: 'mixed', values: { line } } : null
    },
  },
  {
    cause: 'sigpipe',
    stages: ['one-leaves', 'one-resets'],
    byKernel: true,
    fits: (history) =>
      endedBy(history) === 'SIGPIPE' || endedBy(history) === 'exit 141' ? { fact: 'sigpipe', values: {} } : null,
  },
  {
    cause: 'all-end-when-one-leaves',
    stages: ['one-leaves'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      return how === 'exit 0' && lastError(history) === '' ? { fact: 'ended', values: { how, said: '' } } : null
    },
  },
  {
    cause: 'dies-on-leave',
    stages: ['one-leaves'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      return how && (how !== 'exit 0' || lastError(history) !== '') && !/^SIGPIPE|exit 141$/.test(how)
        ? { fact: 'ended', values: { how, said: lastError(history) } }
        : null
    },
  },
  {
    cause: 'departed-not-removed',
    stages: ['one-leaves'],
    byKernel: true,
    fits(history) {
      const first = lost(history)
      return first && endedBy(history) === null
        ? {
            fact: 'lost-after-leave',
            values: { client: first.client, not: first.not.join(', '), said: lastError(history) },
          }
        : null
    },
  },
  ...['late-one', 'any-order', 'two-speak', 'second-first'].map((stage): Rule => ({
    cause: 'fd-set-not-rebuilt',
    stages: [stage],
    byKernel: true,
    fits(history) {
      const [client] = waiting(lookAfter(history))
      const newest = clientsOf(history).at(-1)
      return client !== undefined && client !== newest && threadIn(history, ({ call }) => call === 'select')
        ? { fact: 'select-while', values: { client, bytes: endOf(history, client)?.recvQ ?? 0 } }
        : null
    },
  })),
  {
    cause: 'fdmax-not-updated',
    stages: ['late-one', 'any-order', 'two-speak', 'second-first'],
    byKernel: true,
    fits(history) {
      const [client] = waiting(lookAfter(history))
      const newest = clientsOf(history).at(-1)
      return client !== undefined && client === newest && threadIn(history, ({ call }) => call === 'select')
        ? { fact: 'select-while', values: { client, bytes: endOf(history, client)?.recvQ ?? 0 } }
        : null
    },
  },
  {
    cause: 'client-limit',
    stages: ['many'],
    byKernel: true,
    fits(history) {
      const accepted = (lookAfter(history)?.ends ?? []).filter((end) => end.accepted).length
      const all = clientsOf(history).length
      return accepted < all || endedBy(history)
        ? { fact: 'accepted-only', values: { accepted, all, how: endedBy(history) ?? '' } }
        : null
    },
  },
  {
    cause: 'slow-client-blocks',
    stages: ['one-reads-nothing'],
    byKernel: true,
    fits(history) {
      const thread = threadIn(history, ({ call, at }) => (call === 'send' || call === 'write') && at === 3)
      return thread ? { fact: 'in-send', values: { client: 3 } } : null
    },
  },
  ...twoInOne((history) => heard(history, 2)),
]
