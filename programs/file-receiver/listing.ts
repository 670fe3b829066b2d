import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Options } from './options.ts'

const PROGRAM: Listing = [
  { id: 'listen', code: 'listener.listen()' },
  { id: 'loop', code: 'while True:' },
  {
    id: 'select',
    code: '    for s in select([listener, *files], [], [])[0]:',
    fr: 'bloqué tant qu’aucune socket n’est prête',
    en: 'blocked until some socket is ready',
  },
  {
    id: 'open',
    code: "        if s is listener: files[s.accept()[0]] = open(new_name(), 'xb')",
    fr: 'un fichier neuf pour chaque client',
    en: 'a new file for each client',
  },
  {
    id: 'write',
    code: '        elif data := s.recv(65536): files[s].write(data)',
    fr: 'des octets, sans lignes',
    en: 'bytes, no lines',
  },
  {
    id: 'close',
    code: '        else: files.pop(s).close(); s.close()',
    fr: 'FIN\u202f: rien ne viendra plus',
    en: 'FIN: no more will come',
  },
]

export const listing = (options: Options): Listing => [...beforeBind(options), ...PROGRAM]
