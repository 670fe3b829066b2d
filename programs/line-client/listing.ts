import type { Listing } from '#shared/protocol/program.ts'

const PROGRAM: Listing = [
  { id: 'socket', code: 'server = socket(AF_INET, SOCK_STREAM)' },
  {
    id: 'connect',
    code: 'server.connect((host, port))',
    fr: 'bloqué jusqu’à la réponse du noyau d’en face',
    en: 'blocked until the other kernel answers',
  },
  {
    id: 'keyboard',
    code: 'for line in stdin:',
    fr: 'bloqué jusqu’à Entrée\u202f; Ctrl+D termine',
    en: 'blocked until Enter; Ctrl+D ends',
  },
  { id: 'send', code: '    server.sendall(line)' },
  { id: 'close', code: 'server.close()' },
]

export const listing = (): Listing => PROGRAM
