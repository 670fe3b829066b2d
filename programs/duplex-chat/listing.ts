import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind, OPENING } from '../common/opening.ts'
import type { Options } from './options.ts'

const BODY: Listing = [
  { id: 'fork', code: 'if os.fork() == 0:', fr: 'deux processus, une socket', en: 'two processes, one socket' },
  {
    id: 'recv',
    code: "    for line in peer.makefile('rb'):",
    fr: 'l’enfant\u202f: bloqué dans recv',
    en: 'the child: blocked in recv',
  },
  { id: 'print', code: '        print(line)' },
  { id: 'exit', code: '    os._exit(0)', fr: 'le pair a fini', en: 'the peer has finished' },
  {
    id: 'keyboard',
    code: 'for line in stdin:',
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

export const listing = (options: Options): Listing => [...beforeBind(options), ...OPENING[options.role], ...BODY]
