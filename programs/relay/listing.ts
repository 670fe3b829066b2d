import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Options } from './options.ts'

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

export const listing = (options: Options): Listing => [...beforeBind(options), ...PROGRAM]
