/**
 * The worksheet's page on socat: a file sent by `socat OPEN:file TCP:...`, received. Any number of clients at once: select,
 * and for each client a file of its own. The end of a file is FIN and nothing else: TCP sends no name and no length.
 */
import type { Program, Step } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

/** Who is connected: nothing else decides what the program does. */
export type FileReceiverState = ReadonlySet<number>

const same = (state: FileReceiverState): Step<FileReceiverState> => ({ state, effects: [] })

export const program: Program<FileReceiverState, Options> = {
  listing,
  initial: () => new Set(),
  step(state, input) {
    switch (input.type) {
      case 'arrived':
        return {
          state: new Set([...state, input.who]),
          effects: (['accept', 'store', 'resume'] as const).map((type) => ({ type, who: input.who })),
        }
      case 'ended':
        return { state, effects: [{ type: 'keep', who: input.who }] }
      case 'stored':
        return { state, effects: [{ type: 'close', who: input.who, why: 'finished' }] }
      case 'unstored':
        return { state, effects: [{ type: 'close', who: input.who, why: 'not-stored' }] }
      case 'gone':
        return { state: new Set([...state].filter((who) => who !== input.who)), effects: [] }
      default:
        return same(state)
    }
  },
  processes: () => [{ id: 'main', line: 'select', waits: { call: 'select' } }],
}
