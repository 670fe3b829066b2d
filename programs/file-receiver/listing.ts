import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { complete, folded, listener, receive, selectAccepts, SHEET } from '../common/python.ts'
import type { Options } from './options.ts'

const NEW_NAME = folded(
  'name',
  `
def new_name():
    return next(name for n in count(1) if not os.path.exists(name := f'received-{n}'))`,
)

const body = (address: BoundAddress): Listing => [
  { id: 'files', code: 'files = {}', fr: 'le fichier de chaque client', en: 'the file of each client' },
  { id: 'loop', code: 'while True:' },
  {
    id: 'select',
    code: '    ready, _, _ = select([listener, *files], [], [])',
    fr: 'bloqué tant qu’aucune socket n’est prête',
    en: 'blocked until some socket is ready',
  },
  { id: 'each', code: '    for s in ready:' },
  { id: 'new', code: '        if s is listener:' },
  ...selectAccepts(address, 'accept'),
  {
    id: 'open',
    code: "            files[client] = open(new_name(), 'xb')",
    fr: 'un fichier neuf pour chaque client',
    en: 'a new file for each client',
  },
  { id: 'recv', code: '        elif data := receive(s):' },
  { id: 'write', code: '            files[s].write(data)', fr: 'des octets, sans lignes', en: 'bytes, no lines' },
  {
    id: 'close',
    code: '        else: files.pop(s).close(); s.close()',
    fr: 'FIN\u202f: rien ne viendra plus',
    en: 'FIN: no more will come',
  },
]

export const listing = (options: Options, address: BoundAddress = SHEET): Listing =>
  complete(NEW_NAME, receive(null), listener(options, address), body(address))
