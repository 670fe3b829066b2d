import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { opening } from '../common/opening.ts'
import { complete, CONSOLE, folded, nextLine, SHEET } from '../common/python.ts'
import type { Options } from './options.ts'

const BODY: Listing = [
  { id: 'lines', code: "lines = peer.makefile('rb')" },
  { id: 'fork', code: 'if os.fork() == 0:', fr: 'deux processus, une socket', en: 'two processes, one socket' },
  ...folded('try', '    try:'),
  {
    id: 'recv',
    code: '        while line := next_line(lines):',
    fr: 'l’enfant\u202f: bloqué dans recv',
    en: 'the child: blocked in recv',
  },
  { id: 'print', code: '            stdout.write(line)' },
  ...folded(
    'reset',
    '    except OSError:  # RST\u202f: plus rien ne passe, dans aucun sens | RST: nothing goes any more, in either direction\n        os.kill(os.getppid(), SIGTERM)',
  ),
  { id: 'exit', code: '    os._exit(0)', fr: 'FIN\u202f: le pair a fini', en: 'FIN: the peer has finished' },
  {
    id: 'keyboard',
    code: 'while line := next_line(stdin):',
    fr: 'le parent\u202f: bloqué au clavier',
    en: 'the parent: blocked at the keyboard',
  },
  { id: 'send', code: '    peer.sendall(line)' },
  {
    id: 'shutdown',
    code: 'peer.shutdown(SHUT_WR)',
    fr: 'Ctrl+D\u202f: FIN, mais on reçoit encore',
    en: 'Ctrl+D: FIN, but we still receive',
  },
  { id: 'wait', code: 'os.wait()', fr: 'attend la fin de l’enfant', en: 'waits for the child to end' },
]

export const listing = (options: Options, address: BoundAddress = SHEET): Listing =>
  complete(CONSOLE, nextLine(options, 'raises'), opening(options, address), BODY)
