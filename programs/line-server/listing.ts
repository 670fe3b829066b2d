import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Options } from './options.ts'

const PROGRAM: Listing = [
  { id: 'listen', code: 'listener.listen()' },
  { id: 'loop', code: 'while True:' },
  {
    id: 'accept',
    code: '    client, address = listener.accept()',
    fr: 'bloqué jusqu’à ce qu’un client se connecte',
    en: 'blocked until a client connects',
  },
  {
    id: 'lines',
    code: "    for line in client.makefile('rb'):",
    fr: 'bloqué dans recv entre deux lignes',
    en: 'blocked in recv between lines',
  },
  { id: 'print', code: '        print(line)' },
  { id: 'close', code: '    client.close()', fr: 'il a fini\u202f: au suivant', en: 'it has finished: next' },
]

export const listing = (options: Options): Listing => [...beforeBind(options), ...PROGRAM]
