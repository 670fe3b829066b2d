import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { accepting, complete, GONE, listener, SHEET, wholeLines } from '../common/python.ts'
import type { Options } from './options.ts'

const CLIENTS: Listing = [{ id: 'clients', code: 'clients = []' }]

/** What is accepted, and that it has begun no line. */
const acceptOne = (call: string, fr: string, en: string): Listing => [
  { id: 'accept', code: `    clients.append(${call})`, fr, en },
  { id: 'begin', code: "    begun[clients[-1]] = b''", folded: true },
]

const acceptAll = ({ count }: Options, call: string): Listing => [
  ...CLIENTS,
  { id: 'count', code: `for _ in range(${count}):` },
  ...acceptOne(call, 'bloqué\u202f: aucun client n’est encore lu', 'blocked: no client is read yet'),
]

const SEND: Listing = [
  { id: 'others', code: '        for other in clients:' },
  { id: 'but-one', code: '            if other is not client:' },
  { id: 'send', code: '                try: other.sendall(lines)' },
  { id: 'lost', code: '                except OSError: gone(other)', folded: true },
]

/** One line of one client after the other; who has ended is one no more. */
const TURN: Listing = [
  ...SEND,
  {
    id: 'ended',
    code: '        if client not in begun: clients.remove(client); client.close()',
    fr: 'FIN\u202f: il a fini',
    en: 'FIN: it has finished',
  },
]

const PROGRAMS: Record<Options['strategy'], (options: Options, call: string) => Listing> = {
  'in-turn': (options, call) => [
    ...acceptAll(options, call),
    { id: 'loop', code: 'while clients:' },
    { id: 'turn', code: '    for client in list(clients):', fr: 'l’un après l’autre', en: 'one after the other' },
    {
      id: 'recv',
      code: '        lines = whole_lines(client)',
      fr: 'bloqué dans recv\u202f: les autres attendent',
      en: 'blocked in recv: the others wait',
    },
    ...TURN,
  ],
  'process-each': (options, call) => [
    ...acceptAll(options, call),
    { id: 'fork', code: 'for client in clients:' },
    {
      id: 'child',
      code: '    if os.fork() > 0: continue',
      fr: 'un processus par client',
      en: 'a process for each client',
    },
    { id: 'while', code: '    while client in begun:', fr: 'jusqu’à FIN', en: 'until FIN' },
    {
      id: 'recv',
      code: '        lines = whole_lines(client)',
      fr: 'chacun bloqué pour lui seul',
      en: 'each blocked for itself alone',
    },
    ...SEND,
    { id: 'exit', code: '    os._exit(0)' },
    { id: 'wait', code: 'for _ in clients: os.wait()' },
  ],
  unknown: (_options, call) => [
    ...CLIENTS,
    { id: 'loop', code: 'while True:' },
    ...acceptOne(call, 'bloqué, même si un client a parlé', 'blocked, even if a client has spoken'),
    { id: 'turn', code: '    for client in list(clients):' },
    {
      id: 'recv',
      code: '        lines = whole_lines(client)',
      fr: 'bloqué, même si un nouveau attend',
      en: 'blocked, even if a newcomer waits',
    },
    ...TURN,
  ],
}

export function listing(options: Options, address: BoundAddress = SHEET): Listing {
  const { helper, call } = accepting(address)
  return complete(
    wholeLines(options, true),
    GONE,
    listener(options, address),
    helper,
    PROGRAMS[options.strategy](options, call),
  )
}
