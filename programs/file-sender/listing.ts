import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { complete, folded, listener, notNow, receive, selectAccepts, SHEET } from '../common/python.ts'
import type { Options } from './options.ts'

const send = (address: BoundAddress): Listing =>
  folded(
    'part',
    `
def send_part(s, data):  # combien d’octets le noyau a pris | how many bytes the kernel took
    try:
        return s.send(data)
    except ${notNow(address, 'Write')}:
        return 0
    except OSError:  # parti\u202f: le reste ne va nulle part | it has gone: the rest goes nowhere
        return len(data)`,
  )

/** Python's own shutdown of a TLS socket sends FIN without TLS's close_notify before it, which a client takes for a cut. */
const finish = ({ transport }: BoundAddress): Listing =>
  folded(
    'fin',
    transport === 'tls'
      ? `
def finish(s):
    with suppress(OSError):
        s.unwrap()  # close_notify, sans attendre la réponse | close_notify; it does not wait for the answer
    with suppress(OSError):
        s.shutdown(SHUT_WR)`
      : `
def finish(s):
    with suppress(OSError):
        s.shutdown(SHUT_WR)`,
  )

const body = (address: BoundAddress): Listing => [
  {
    id: 'choose',
    code: "path = argv[2] if len(argv) > 2 else input('file: ')",
    fr: 'bloqué tant qu’aucun fichier n’est choisi',
    en: 'blocked until a file is chosen',
  },
  {
    id: 'files',
    code: 'files, ended = {}, set()',
    fr: 'le fichier de chacun\u202f; qui a dit FIN',
    en: 'the file of each; who said FIN',
  },
  { id: 'loop', code: 'while True:' },
  { id: 'talking', code: '    talking = [s for s in files if s not in ended]' },
  { id: 'unsent', code: '    unsent = [s for s in files if files[s]]' },
  {
    id: 'select',
    code: '    ready, free, _ = select([listener, *talking], unsent, [])',
    fr: 'bloqué tant qu’aucune socket n’est prête ni libre',
    en: 'blocked until some socket is ready or free',
  },
  { id: 'ready', code: '    for s in ready:' },
  { id: 'new', code: '        if s is listener:' },
  ...selectAccepts(address, 'arrive'),
  { id: 'free-of', code: '            client.setblocking(False)', folded: true },
  {
    id: 'accept',
    code: "            files[client] = open(path, 'rb')",
    fr: 'le fichier depuis son début, pour chaque client',
    en: 'the file from its beginning, for each client',
  },
  {
    id: 'drop',
    code: "        elif receive(s) == b'': ended.add(s)",
    fr: 'ce que dit un client est lu et jeté',
    en: 'what a client says is read and dropped',
  },
  { id: 'free', code: '    for s in free:' },
  { id: 'read', code: '        data = files[s].read(65536)', fr: 'des octets, sans lignes', en: 'bytes, no lines' },
  { id: 'send', code: '        sent = send_part(s, data)' },
  { id: 'rest', code: '        files[s].seek(sent - len(data), 1)', fr: 'le reste, plus tard', en: 'the rest, later' },
  { id: 'last', code: "        if data == b'':" },
  {
    id: 'finish',
    code: '            finish(s); files[s] = None',
    fr: 'FIN\u202f: la seule fin de fichier que TCP connaisse',
    en: 'FIN: the only end of file that TCP knows',
  },
  { id: 'over', code: '    for s in [s for s in ended if not files[s]]:' },
  {
    id: 'close',
    code: '        del files[s]; ended.remove(s); s.close()',
    fr: 'FIN des deux côtés\u202f: c’est fini',
    en: 'FIN from both sides: it is over',
  },
]

export const listing = (options: Options, address: BoundAddress = SHEET): Listing =>
  complete(receive(notNow(address, 'Read')), send(address), finish(address), listener(options, address), body(address))
