import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Options } from './options.ts'

const PROGRAM: Listing = [
  { id: 'listen', code: 'listener.listen()' },
  {
    id: 'choose',
    code: 'path = chosen_file()',
    fr: 'bloqué tant que la page n’a pas donné de fichier',
    en: 'blocked until the page has given a file',
  },
  { id: 'loop', code: 'while True:' },
  {
    id: 'select',
    code: '    ready, free, _ = select([listener, *files], unsent(files), [])',
    fr: 'bloqué tant qu’aucune socket n’est prête ni libre',
    en: 'blocked until some socket is ready or free',
  },
  { id: 'ready', code: '    for s in ready:' },
  {
    id: 'accept',
    code: "        if s is listener: files[s.accept()[0]] = open(path, 'rb')",
    fr: 'le fichier depuis son début, pour chaque client',
    en: 'the file from its beginning, for each client',
  },
  {
    id: 'drop',
    code: '        elif not s.recv(65536): ended.add(s)',
    fr: 'ce que dit un client est lu et jeté',
    en: 'what a client says is read and dropped',
  },
  { id: 'free', code: '    for s in free:' },
  {
    id: 'send',
    code: '        if data := files[s].read(65536): s.send(data)',
    fr: 'des octets, sans lignes',
    en: 'bytes, no lines',
  },
  {
    id: 'finish',
    code: '        else: s.shutdown(SHUT_WR)',
    fr: 'FIN\u202f: la seule fin de fichier que TCP connaisse',
    en: 'FIN: the only end of file that TCP knows',
  },
  {
    id: 'close',
    code: '    close_all(ended - unsent(files))',
    fr: 'FIN des deux côtés\u202f: c’est fini',
    en: 'FIN from both sides: it is over',
  },
]

export const listing = (options: Options): Listing => [...beforeBind(options), ...PROGRAM]
