/** Causes of every server: of its start, its address, its port, its end. */
import { all, lookAfter, sinceStart } from '../history/history.ts'
import { endedBy, lastError, swapped } from '../history/seen.ts'
import { portOf } from '../stages/listen.ts'
import { BUSY } from '../stages/line-server.ts'
import type { Rule } from '../stages/stage.ts'

export const COMMON: readonly Rule[] = [
  {
    cause: 'exits-at-start',
    stages: ['listen'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      return how ? { fact: 'ended', values: { how, said: lastError(history) } } : null
    },
  },
  {
    cause: 'wrong-port',
    stages: ['listen'],
    byKernel: true,
    fits(history) {
      const port = portOf(history)
      const other = lookAfter(history)?.listeners.find((one) => one.port !== port)
      if (!other) return null
      const fact = other.port === swapped(port) ? 'port-swapped' : 'listens-elsewhere'
      return { fact, values: { port: other.port, asked: port } }
    },
  },
  {
    cause: 'not-listening',
    stages: ['listen'],
    byKernel: true,
    fits(history) {
      const look = lookAfter(history)
      if (!look || look.blind || look.listeners.length > 0 || endedBy(history)) return null
      const thread = look.threads[0]
      return { fact: 'no-listener', values: { call: thread?.call ?? '?' } }
    },
  },
  {
    cause: 'loopback-only',
    stages: ['every-address'],
    byKernel: true,
    fits(history) {
      const local = lookAfter(history)?.listeners.find(({ host }) => host.startsWith('127.') || host === '::1')
      return local ? { fact: 'listens-on', values: { host: local.host } } : null
    },
  },
  {
    cause: 'no-reuseaddr',
    stages: ['restart'],
    byKernel: true,
    fits(history) {
      const rows = lookAfter(history, 'killed')?.timeWait ?? 0
      if (rows === 0 || sinceStart(history).some(({ kind }) => kind === 'listening')) return null
      return { fact: 'time-wait', values: { rows, said: lastError(history) } }
    },
  },
  {
    cause: 'busy-loop-eof',
    stages: ['after-fin', 'one-leaves', 'one-resets', 'eof'],
    byKernel: true,
    fits(history) {
      const busy = lookAfter(history, 'fin')?.busy ?? lookAfter(history, 'gone')?.busy ?? 0
      return busy > BUSY ? { fact: 'busy', values: { percent: Math.round(busy * 100) } } : null
    },
  },
  {
    cause: 'dies-on-reset',
    stages: ['reset', 'one-resets'],
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      return how ? { fact: 'ended', values: { how, said: lastError(history) } } : null
    },
  },
]

/** Of every question, behind all other rules: it has ended by an error of its own, and nothing else tells why. */
export const CRASH: readonly Rule[] = [
  {
    cause: 'crashes',
    stages: 'all',
    fits(history) {
      const how = endedBy(history)
      const said = lastError(history)
      const trouble =
        how !== null && how !== 'exit 0' && (!how.startsWith('exit') || /Error|Exception|error/.test(said))
      return trouble ? { fact: 'ended', values: { how, said } } : null
    },
  },
  {
    cause: 'floods',
    stages: 'all',
    fits(history) {
      const bytes = all(sinceStart(history), 'flooded').reduce((sum, entry) => sum + entry.bytes, 0)
      return bytes > 0 ? { fact: 'flooded', values: { bytes } } : null
    },
  },
]
