/**
 * The worksheet's page on socat, UDP-SENDTO: what is typed, or a file, leaves as datagrams for a target, a line each or blocks
 * of a chosen size; what comes back is printed. sendto returns whether or not anybody receives.
 * Invariant: the next datagram is cut only when sendto of the one before has returned.
 */
import { UdpSenderOptions } from '#shared/options/schemas.ts'
import type { Listing } from '#shared/protocol/program.ts'
import { datagramOf } from '../common/datagrams.ts'
import type { Scenario } from '../common/program.ts'

export interface UdpSenderState {
  readonly at: 'starting' | 'keyboard' | 'sending' | 'over'
  readonly target: number | null
  readonly connected: boolean
  /** A block is sent as it is; of a line, perhaps without its end. */
  readonly lineEnd: boolean
}

function program({ cut, size, lineEnd, connected }: UdpSenderOptions): Listing {
  const line = cut === 'lines'
  const what = line ? datagramOf.code(lineEnd) : 'block'
  return [
    { id: 'socket', code: 'sender = socket(AF_INET, SOCK_DGRAM)' },
    ...(connected
      ? [
          {
            id: 'connect',
            code: 'sender.connect((host, port))',
            fr: 'rien ne part\u202f: le noyau note l’adresse',
            en: 'nothing is sent: the kernel notes the address',
          },
        ]
      : []),
    { id: 'def', code: 'def hear():', fr: 'un second fil, pour les réponses', en: 'a second thread, for the answers' },
    { id: 'while', code: '    while True:' },
    {
      id: 'recvfrom',
      code: '        print(sender.recvfrom(65535)[0])',
      fr: 'bloqué jusqu’à une réponse',
      en: 'blocked until an answer comes',
    },
    { id: 'thread', code: 'Thread(target=hear, daemon=True).start()' },
    line
      ? {
          id: 'keyboard',
          code: 'for line in stdin:',
          fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine',
          en: 'blocked until Enter; Ctrl+D ends',
        }
      : {
          id: 'keyboard',
          code: `while block := stdin.read(${size}):`,
          fr: `bloqué jusqu’à ${size} octets, ou la fin`,
          en: `blocked until ${size} bytes, or the end`,
        },
    {
      id: 'sendto',
      code: connected ? `    sender.send(${what})` : `    sender.sendto(${what}, (host, port))`,
      fr: 'rend la main sans savoir qui reçoit',
      en: 'returns without knowing who receives',
    },
  ]
}

export const udpSender: Scenario<UdpSenderState, UdpSenderOptions> = {
  id: 'udp-sender',
  question: null,
  console: 'keyboard',
  datagrams: true,
  keyboardBlock: ({ cut, size }) => (cut === 'blocks' ? size : null),
  options: UdpSenderOptions,
  role: () => 'client',
  program,
  initial: ({ connected, cut, lineEnd }) => ({
    at: 'starting',
    target: null,
    connected,
    lineEnd: lineEnd || cut === 'blocks',
  }),
  step(state, input) {
    switch (input.type) {
      case 'started':
        return { state, effects: [{ type: 'connect' }] }
      case 'reached':
        return {
          state: { ...state, at: 'keyboard', target: input.who },
          effects: [{ type: 'receive' }, { type: 'ask' }],
        }
      case 'typed': {
        const bytes = datagramOf(input.lines.bytes, state.lineEnd)
        return { state: { ...state, at: 'sending' }, effects: [{ type: 'send', to: state.target, bytes }] }
      }
      case 'datagram-sent':
        return { state: { ...state, at: 'keyboard' }, effects: [{ type: 'ask' }] }
      case 'datagram':
        return { state, effects: [{ type: 'print', from: input.who, bytes: input.bytes, cut: 0 }] }
      case 'keyboard-ended':
        return { state: { ...state, at: 'over' }, effects: [{ type: 'exit' }] }
      default:
        return { state, effects: [] }
    }
  },
  processes({ at }) {
    if (at === 'over') return []
    if (at === 'starting') return [{ id: 'main', line: 'socket', waits: null }]
    return [
      at === 'keyboard'
        ? { id: 'main', line: 'keyboard', waits: { call: 'keyboard' } }
        : { id: 'main', line: 'sendto', waits: { call: 'sendto' } },
      { id: 'thread', line: 'recvfrom', waits: { call: 'recvfrom' } },
    ]
  },
}
