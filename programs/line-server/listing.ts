import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { accepting, complete, listener, nextLine, SCREEN, SHEET } from '../common/python.ts'
import type { Options } from './options.ts'

const IDLE: Listing = [
  {
    id: 'idle',
    code: '    client.settimeout(IDLE)',
    fr: 'recv échoue après ce silence',
    en: 'recv fails after that long a silence',
  },
]

export function listing(options: Options, address: BoundAddress = SHEET): Listing {
  const { helper, call } = accepting(address)
  const { idleTimeout = 0 } = options
  return complete(
    SCREEN,
    nextLine(options, 'ends'),
    listener(options, address),
    helper,
    [
      { id: 'loop', code: 'while True:' },
      {
        id: 'accept',
        code: `    client = ${call}`,
        fr: 'bloqué jusqu’à ce qu’un client se connecte',
        en: 'blocked until a client connects',
      },
    ],
    idleTimeout > 0 ? IDLE.map((line) => ({ ...line, code: line.code.replace('IDLE', String(idleTimeout)) })) : [],
    [
      { id: 'reader', code: "    lines = client.makefile('rb')" },
      {
        id: 'lines',
        code: '    while line := next_line(lines):',
        fr: 'bloqué dans recv entre deux lignes',
        en: 'blocked in recv between lines',
      },
      { id: 'print', code: '        stdout.write(line)' },
      {
        id: 'close',
        code: '    lines.close(); client.close()',
        fr: 'il a fini\u202f: au suivant',
        en: 'it has finished: next',
      },
    ],
  )
}
