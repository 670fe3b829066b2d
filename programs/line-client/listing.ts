import type { Listing } from '#shared/protocol/program.ts'
import { complete, connector, KEYBOARD, nextLine } from '../common/python.ts'
import type { Options } from './options.ts'

const PROGRAM: Listing = [
  {
    id: 'keyboard',
    code: 'while line := next_line(stdin):',
    fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine',
    en: 'blocked until Enter; Ctrl+D ends',
  },
  { id: 'send', code: '    server.sendall(line)' },
  { id: 'close', code: 'server.close()' },
]

export const listing = (options: Options): Listing =>
  complete(KEYBOARD, nextLine(options, 'raises'), connector(options, 'server'), PROGRAM)
