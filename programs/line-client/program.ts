/**
 * Worksheet question 2: connect, then send every line of the keyboard. The program never reads the socket: what the
 * server answers stays in the kernel, and that the server has left is seen only when a line is sent.
 */
import { LineClientOptions } from '#shared/options/schemas.ts'
import type { Listing } from '#shared/protocol/program.ts'
import type { Scenario } from '../common/program.ts'

export interface LineClientState {
  readonly at: 'connecting' | 'keyboard' | 'over'
  readonly server: number | null
}

const PROGRAM: Listing = [
  { id: 'socket', code: 'server = socket(AF_INET, SOCK_STREAM)' },
  {
    id: 'connect',
    code: 'server.connect((host, port))',
    fr: 'bloqué jusqu’à la réponse du noyau d’en face',
    en: 'blocked until the other kernel answers',
  },
  {
    id: 'keyboard',
    code: 'for line in stdin:',
    fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine',
    en: 'blocked until Enter; Ctrl+D ends',
  },
  { id: 'send', code: '    server.sendall(line)' },
  { id: 'close', code: 'server.close()' },
]

export const lineClient: Scenario<LineClientState, LineClientOptions> = {
  id: 'line-client',
  question: 2,
  console: 'keyboard',
  options: LineClientOptions,
  role: () => 'client',
  program: () => PROGRAM,
  initial: () => ({ at: 'connecting', server: null }),
  step(state, input) {
    const { server } = state
    switch (input.type) {
      case 'started':
        return { state, effects: [{ type: 'connect' }] }
      case 'unreached':
        return { state: { at: 'over', server: null }, effects: [{ type: 'exit' }] }
      case 'reached':
        return { state: { at: 'keyboard', server: input.who }, effects: [{ type: 'ask' }] }
      case 'typed':
        if (server === null) return { state, effects: [] }
        return { state, effects: [{ type: 'deliver', from: 0, lines: input.lines, to: [server] }, { type: 'ask' }] }
      case 'keyboard-ended': {
        const effects = server === null ? [] : [{ type: 'close', who: server, why: 'finished' } as const]
        return { state: { ...state, at: 'over' }, effects }
      }
      case 'gone':
        return { state: { at: 'over', server: null }, effects: [{ type: 'exit' }] }
      default:
        return { state, effects: [] }
    }
  },
  processes: ({ at }) => {
    switch (at) {
      case 'connecting':
        return [{ id: 'main', line: 'connect', waits: { call: 'connect' } }]
      case 'keyboard':
        return [{ id: 'main', line: 'keyboard', waits: { call: 'keyboard' } }]
      case 'over':
        return []
    }
  },
}
