import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Options } from './options.ts'

const ACCEPT_ALL: Listing = [
  { id: 'clients', code: 'clients = []' },
  { id: 'count', code: 'for _ in range(N):' },
  {
    id: 'accept',
    code: '    clients.append(listener.accept()[0])',
    fr: 'bloqué\u202f: aucun client n’est encore lu',
    en: 'blocked: no client is read yet',
  },
]

const SEND: Listing = [
  { id: 'others', code: '        for other in clients:' },
  { id: 'send', code: '            if other is not client: other.sendall(line)' },
]

const PROGRAMS: Record<Options['strategy'], Listing> = {
  'in-turn': [
    ...ACCEPT_ALL,
    { id: 'loop', code: 'while clients:' },
    { id: 'turn', code: '    for client in list(clients):', fr: 'l’un après l’autre', en: 'one after the other' },
    {
      id: 'recv',
      code: '        line = client.recv(65536)',
      fr: 'bloqué\u202f: les autres attendent',
      en: 'blocked: the others wait',
    },
    ...SEND,
  ],
  'process-each': [
    ...ACCEPT_ALL,
    { id: 'fork', code: 'for client in clients:' },
    { id: 'child', code: '    if os.fork() == 0:', fr: 'un processus par client', en: 'a process for each client' },
    {
      id: 'recv',
      code: '      while line := client.recv(65536):',
      fr: 'chacun bloqué pour lui seul',
      en: 'each blocked for itself alone',
    },
    ...SEND,
    { id: 'exit', code: '      os._exit(0)' },
    { id: 'wait', code: 'for _ in clients: os.wait()' },
  ],
  unknown: [
    { id: 'clients', code: 'clients = []' },
    { id: 'loop', code: 'while True:' },
    {
      id: 'accept',
      code: '    clients.append(listener.accept()[0])',
      fr: 'bloqué, même si un client a parlé',
      en: 'blocked, even if a client has spoken',
    },
    { id: 'turn', code: '    for client in list(clients):' },
    {
      id: 'recv',
      code: '        line = client.recv(65536)',
      fr: 'bloqué, même si un nouveau attend',
      en: 'blocked, even if a newcomer waits',
    },
    ...SEND,
  ],
}

export const listing = (options: Options): Listing => [...beforeBind(options), ...PROGRAMS[options.strategy]]
