/**
 * Worksheet question 6: one process, select() over every socket, any number of clients in any order. A line of one
 * goes to all the others. Half-close is respected (RFC 9293, 3.6): who sent FIN goes on receiving, for 30 s.
 */
import { StreamOptions } from '#shared/options/schemas.ts'
import type { Listing, ProcessView } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Effect, Scenario, Step } from '../common/program.ts'

/** How long a participant that sent FIN may go on receiving, in milliseconds. */
export const HALF_CLOSED_MS = 30_000

/** The relay remembers nobody: who is connected is all there is to know, and select() is told that by the kernel. */
export type RelayState = 'serving'

const STAY: Step<RelayState> = { state: 'serving', effects: [] }
const doing = (...effects: Effect[]): Step<RelayState> => ({ state: 'serving', effects })

const PROGRAM: Listing = [
  { id: 'sockets', code: 'socks = [listener]' },
  { id: 'loop', code: 'while True:' },
  {
    id: 'select',
    code: '    ready, _, _ = select(socks, [], [])',
    fr: 'bloqué jusqu’à ce qu’au moins une socket soit prête',
    en: 'blocked until at least one socket is ready',
  },
  { id: 'each', code: '    for s in ready:' },
  { id: 'new', code: '        if s is listener:' },
  {
    id: 'accept',
    code: '            socks.append(s.accept()[0])',
    fr: 'ne bloque pas\u202f: il y en a un',
    en: 'does not block: there is one',
  },
  { id: 'recv', code: '        elif data := s.recv(65536):' },
  { id: 'others', code: '            for peer in socks[1:]:' },
  { id: 'but-one', code: '                if peer is not s:' },
  { id: 'send', code: '                    peer.sendall(data)', fr: 'à tous les autres', en: 'to all the others' },
  {
    id: 'end',
    code: '        else: socks.remove(s)',
    fr: 'recv a rendu b""\u202f: fin',
    en: 'recv gave b"": end of file',
  },
]
const BLOCKED: readonly ProcessView[] = [{ id: 'main', line: 'select', waits: { call: 'select' } }]

export const relay: Scenario<RelayState> = {
  id: 'relay',
  question: 6,
  console: 'none',
  selects: {
    wakes: ['select', 'each', 'new'],
    accepts: ['accept'],
    reads: ['recv'],
    passes: ['others', 'but-one', 'send'],
    ends: ['end'],
  },
  options: StreamOptions,
  role: () => 'server',
  program: (options) => [...beforeBind(options), ...PROGRAM],
  initial: () => 'serving',
  step(_state, input) {
    switch (input.type) {
      case 'arrived':
        return doing({ type: 'accept', who: input.who }, { type: 'read', who: input.who })
      case 'lines':
        return doing({ type: 'deliver', from: input.who, lines: input.lines, to: 'others' })
      case 'ended':
        return doing({ type: 'timer', who: input.who, ms: HALF_CLOSED_MS })
      case 'timer':
        return doing({ type: 'close', who: input.who, why: 'half-closed-too-long' })
      default:
        return STAY
    }
  },
  processes: () => BLOCKED,
}
