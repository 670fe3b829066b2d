import type { Listing } from '#shared/protocol/program.ts'
import { CUT_END, datagramOf } from '../common/datagrams.ts'
import { complete, CONSOLE, familyOf, nextLine, targetOf } from '../common/python.ts'
import type { Options } from './options.ts'

export function listing(options: Options): Listing {
  const { cut, size, lineEnd, connected } = options
  const line = cut === 'lines'
  const what = line ? datagramOf.code(lineEnd) : 'block'
  const helpers = line ? [...nextLine(options, 'raises'), ...(lineEnd ? [] : CUT_END)] : []
  return complete(CONSOLE, helpers, targetOf(options), [
    { id: 'socket', code: `sender = socket(${familyOf(options.target.host)}, SOCK_DGRAM)` },
    ...(connected
      ? [
          {
            id: 'connect',
            code: 'sender.connect((host, int(port)))',
            fr: 'rien ne part\u202f: le noyau note l’adresse',
            en: 'nothing is sent: the kernel notes the address',
          },
        ]
      : []),
    { id: 'def', code: 'def hear():', fr: 'un second fil, pour les réponses', en: 'a second thread, for the answers' },
    { id: 'while', code: '    while True:' },
    { id: 'try-hear', code: '        try:', folded: true },
    {
      id: 'recvfrom',
      code: '            stdout.write(sender.recvfrom(65535)[0])',
      fr: 'bloqué jusqu’à une réponse',
      en: 'blocked until an answer comes',
    },
    { id: 'refused', code: '        except OSError as error: print(error, file=stderr)', folded: true },
    { id: 'thread', code: 'Thread(target=hear, daemon=True).start()' },
    line
      ? {
          id: 'keyboard',
          code: 'while line := next_line(stdin):',
          fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine',
          en: 'blocked until Enter; Ctrl+D ends',
        }
      : {
          id: 'keyboard',
          code: `while block := stdin.read(${size}):`,
          fr: `bloqué jusqu’à ${size} octets, ou la fin`,
          en: `blocked until ${size} bytes, or the end`,
        },
    { id: 'try', code: '    try:', folded: true },
    {
      id: 'sendto',
      code: connected ? `        sender.send(${what})` : `        sender.sendto(${what}, (host, int(port)))`,
      fr: 'rend la main sans savoir qui reçoit',
      en: 'returns without knowing who receives',
    },
    { id: 'except', code: '    except OSError as error: print(error, file=stderr)', folded: true },
  ])
}
