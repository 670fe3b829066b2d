/**
 * The worksheet's page on socat, the other way round: a file for each client that connects, received by
 * `socat -u TCP:... OPEN:file,create`. Until a file is chosen the program does not accept: clients wait in the backlog. Then
 * any number at once: select, the whole file for each, then FIN; a connection is over when its client has answered FIN.
 */
import type { StreamEffect, Program, Step } from '../common/program.ts'
import { listing } from './listing.ts'
import type { Options } from './options.ts'

/** `waiting`: who came before there was a file. Null once there is one: nothing else decides what the program does. */
export interface FileSenderState {
  readonly waiting: readonly number[] | null
}

const doing = (state: FileSenderState, ...effects: StreamEffect[]): Step<FileSenderState> => ({ state, effects })
const greet = (who: number): StreamEffect[] =>
  (['accept', 'send-file', 'resume'] as const).map((type) => ({ type, who }))

export const program: Program<FileSenderState, Options> = {
  listing,
  initial: () => ({ waiting: [] }),
  step(state, input) {
    switch (input.type) {
      case 'uploaded':
        return doing({ waiting: null }, ...(state.waiting ?? []).flatMap(greet))
      case 'arrived':
        if (state.waiting) return doing({ waiting: [...state.waiting, input.who] })
        return doing(state, ...greet(input.who))
      case 'sent':
        return doing(state, { type: 'finish', who: input.who })
      case 'unsent':
        return doing(state, { type: 'close', who: input.who, why: 'not-sent' })
      case 'gone':
        return doing({ waiting: state.waiting?.filter((who) => who !== input.who) ?? null })
      default:
        return doing(state)
    }
  },
  processes: ({ waiting }) => [
    waiting
      ? { id: 'main', line: 'choose', waits: { call: 'choice' } }
      : { id: 'main', line: 'select', waits: { call: 'select' } },
  ],
}
