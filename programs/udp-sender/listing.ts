import type { Listing } from '#shared/protocol/program.ts'
import { datagramOf } from '../common/datagrams.ts'
import type { Options } from './options.ts'

export function listing({ cut, size, lineEnd, connected }: Options): Listing {
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
