/** Causes of every client: of its start, and of where it connects. */
import { all, lookAfter } from '../history/history.ts'
import { endedBy, lastError, swapped } from '../history/seen.ts'
import { portOf } from '../stages/listen.ts'
import type { Rule } from '../stages/stage.ts'

const STAGES = ['connects']

export const CONNECT_CAUSES: readonly Rule[] = [
  {
    cause: 'wrong-port',
    stages: STAGES,
    byKernel: true,
    fits(history) {
      const asked = portOf(history)
      const stray = all(history, 'strayed').find(({ port }) => port === swapped(asked))
      return stray ? { fact: 'connects-swapped', values: { port: stray.port, asked } } : null
    },
  },
  {
    cause: 'host-ignored',
    stages: STAGES,
    byKernel: true,
    fits(history) {
      const stray = all(history, 'strayed').find(({ port }) => port === portOf(history))
      return stray ? { fact: 'connects-elsewhere', values: { host: stray.host } } : null
    },
  },
  {
    cause: 'connects-late',
    stages: STAGES,
    byKernel: true,
    fits(history) {
      const typed = history.findIndex(({ kind }) => kind === 'typed')
      const late = history.findIndex(({ kind }) => kind === 'connected')
      return typed >= 0 && late > typed ? { fact: 'connects-after-line', values: {} } : null
    },
  },
  {
    cause: 'exits-at-start',
    stages: STAGES,
    byKernel: true,
    fits(history) {
      const how = endedBy(history)
      const strayed = all(history, 'strayed').length > 0
      return how && !strayed ? { fact: 'ended', values: { how, said: lastError(history) } } : null
    },
  },
  {
    cause: 'not-connecting',
    stages: STAGES,
    byKernel: true,
    fits(history) {
      const look = lookAfter(history)
      const came = history.some(({ kind }) => kind === 'connected' || kind === 'strayed')
      if (came || !look || look.blind || endedBy(history)) return null
      return { fact: 'no-connection', values: { call: look.threads[0]?.call ?? '?' } }
    },
  },
]
