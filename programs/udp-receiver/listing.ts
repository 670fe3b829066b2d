import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { CUT_END, datagramOf } from '../common/datagrams.ts'
import { bothFamilies, complete, CONSOLE, familyOf, nextLine, portOf, quoted } from '../common/python.ts'
import type { Options } from './options.ts'

const SHEET: BoundAddress = { transport: 'udp', host: '127.0.0.1', port: 8080 }

export const listing = (options: Options, address: BoundAddress = SHEET): Listing =>
  complete(CONSOLE, nextLine(options, 'raises'), options.lineEnd ? [] : CUT_END, portOf(address), [
    { id: 'socket', code: `receiver = socket(${familyOf(address.host)}, SOCK_DGRAM)` },
    ...bothFamilies(address, 'receiver'),
    ...(options.receiveBuffer > 0
      ? [{ id: 'buffer', code: `receiver.setsockopt(SOL_SOCKET, SO_RCVBUF, ${options.receiveBuffer})` }]
      : []),
    { id: 'bind', code: `receiver.bind((${quoted(address.host)}, port))` },
    { id: 'told', code: "print('bound to', receiver.getsockname(), file=stderr)", folded: true },
    { id: 'last', code: 'last = None' },
    { id: 'def', code: 'def answer():', fr: 'un second fil, pour le clavier', en: 'a second thread, for the keyboard' },
    {
      id: 'keyboard',
      code: '    while line := next_line(stdin):',
      fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine ce fil',
      en: 'blocked until Enter; Ctrl+D ends this thread',
    },
    {
      id: 'if',
      code: '        if last is None: continue',
      fr: 'personne avant le premier datagramme',
      en: 'nobody before the first datagram',
    },
    { id: 'try', code: '        try:', folded: true },
    { id: 'sendto', code: `            receiver.sendto(${datagramOf.code(options.lineEnd)}, last)` },
    { id: 'except', code: '        except OSError as error: print(error, file=stderr)', folded: true },
    { id: 'thread', code: 'Thread(target=answer, daemon=True).start()' },
    { id: 'loop', code: 'while True:' },
    {
      id: 'recvfrom',
      code: `    datagram, last = receiver.recvfrom(${options.maximum})`,
      fr: 'bloqué jusqu’à un datagramme\u202f: un entier, jamais deux',
      en: 'blocked until a datagram comes: one whole, never two',
    },
    { id: 'print', code: '    stdout.write(datagram)' },
  ])
