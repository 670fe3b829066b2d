/** Causes of every program of two that shows what the other end says: questions 3 and 4. The connection is number 1. */
import { all, linesOf, screenOf, sinceStart, type History } from '../history/history.ts'
import { endOf, sentTokens } from '../history/seen.ts'
import type { Rule } from '../stages/stage.ts'

const screen = (history: History): string => screenOf(sinceStart(history))

export const SHOWN_CAUSES: readonly Rule[] = [
  {
    cause: 'stdout-not-flushed',
    stages: ['first-turn', 'heard-only'],
    byKernel: true,
    fits(history) {
      const starts = all(history, 'started')
      const token = sentTokens(history)[0]?.token ?? ''
      return starts.length > 1 &&
        endOf(history, 1, 'pipe')?.recvQ === 0 &&
        token !== '' &&
        screen(history).includes(token)
        ? { fact: 'only-on-terminal', values: { token } }
        : null
    },
  },
  {
    cause: 'bytes-repr',
    stages: 'all',
    fits(history) {
      const tokens = sentTokens(history).map(({ token }) => token)
      const line = linesOf(screen(history)).find((text) =>
        tokens.some((token) => text.includes(`b'${token}`) || text.includes(`b"${token}`)),
      )
      return line === undefined ? null : { fact: 'line-shown', values: { line } }
    },
  },
  {
    cause: 'stale-bytes',
    stages: ['second-turn', 'heard-only', 'two-in-one'],
    fits(history) {
      const [first = { token: '' }, second = { token: '' }] = sentTokens(history)
      const line = linesOf(screen(history)).find((text) => text.includes(second.token)) ?? ''
      const rest = line.slice(line.indexOf(second.token) + second.token.length)
      return second.token && rest.length > 1 && first.token.endsWith(rest.trim()) && rest.trim() !== ''
        ? { fact: 'stale', values: { line, rest } }
        : null
    },
  },
]
