import type { Listing } from '#shared/protocol/program.ts'
import { datagramOf } from '../common/datagrams.ts'
import type { Options } from './options.ts'

export const listing = ({ maximum, lineEnd }: Options): Listing => [
  { id: 'socket', code: 'receiver = socket(AF_INET, SOCK_DGRAM)' },
  { id: 'bind', code: 'receiver.bind((host, port))' },
  { id: 'last', code: 'last = None' },
  { id: 'def', code: 'def answer():', fr: 'un second fil, pour le clavier', en: 'a second thread, for the keyboard' },
  {
    id: 'keyboard',
    code: '    for line in stdin:',
    fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine ce fil',
    en: 'blocked until Enter; Ctrl+D ends this thread',
  },
  {
    id: 'if',
    code: '        if last:',
    fr: 'personne avant le premier datagramme',
    en: 'nobody before the first datagram',
  },
  { id: 'sendto', code: `        ${'    '}receiver.sendto(${datagramOf.code(lineEnd)}, last)` },
  { id: 'thread', code: 'Thread(target=answer).start()' },
  { id: 'loop', code: 'while True:' },
  {
    id: 'recvfrom',
    code: `    datagram, last = receiver.recvfrom(${maximum})`,
    fr: 'bloqué jusqu’à un datagramme\u202f: un entier, jamais deux',
    en: 'blocked until a datagram comes: one whole, never two',
  },
  { id: 'print', code: '    print(datagram)' },
]
