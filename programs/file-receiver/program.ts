/**
 * The worksheet's page on socat: a file sent by `socat OPEN:file TCP:...`, received. Any number of clients at once: select,
 * and for each client a file of its own. The end of a file is FIN and nothing else: TCP sends no name and no length.
 */
import { FileOptions } from '#shared/options/schemas.ts'
import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Scenario, Step } from '../common/program.ts'

/** Who is connected: nothing else decides what the program does. */
export type FileReceiverState = ReadonlySet<number>

const PROGRAM: Listing = [
  { id: 'listen', code: 'listener.listen()' },
  { id: 'loop', code: 'while True:' },
  {
    id: 'select',
    code: '    for s in select([listener, *files], [], [])[0]:',
    fr: 'bloqué tant qu’aucune socket n’est prête',
    en: 'blocked until some socket is ready',
  },
  {
    id: 'open',
    code: "        if s is listener: files[s.accept()[0]] = open(new_name(), 'xb')",
    fr: 'un fichier neuf pour chaque client',
    en: 'a new file for each client',
  },
  {
    id: 'write',
    code: '        elif data := s.recv(65536): files[s].write(data)',
    fr: 'des octets, sans lignes',
    en: 'bytes, no lines',
  },
  {
    id: 'close',
    code: '        else: files.pop(s).close(); s.close()',
    fr: 'FIN\u202f: rien ne viendra plus',
    en: 'FIN: no more will come',
  },
]

const same = (state: FileReceiverState): Step<FileReceiverState> => ({ state, effects: [] })

export const fileReceiver: Scenario<FileReceiverState, FileOptions> = {
  id: 'file-receiver',
  question: null,
  console: 'none',
  options: FileOptions,
  role: () => 'server',
  program: (options) => [...beforeBind(options), ...PROGRAM],
  initial: () => new Set(),
  step(state, input) {
    switch (input.type) {
      case 'arrived':
        return {
          state: new Set([...state, input.who]),
          effects: (['accept', 'store', 'read'] as const).map((type) => ({ type, who: input.who })),
        }
      case 'ended':
        return { state, effects: [{ type: 'keep', who: input.who }] }
      case 'stored':
        return { state, effects: [{ type: 'close', who: input.who, why: 'finished' }] }
      case 'unstored':
        return { state, effects: [{ type: 'close', who: input.who, why: 'not-stored' }] }
      case 'gone':
        return { state: new Set([...state].filter((who) => who !== input.who)), effects: [] }
      default:
        return same(state)
    }
  },
  processes: () => [{ id: 'main', line: 'select', waits: { call: 'select' } }],
}
