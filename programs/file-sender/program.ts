/**
 * The worksheet's page on socat, the other way round: a file for each client that connects, received by
 * `socat -u TCP:... OPEN:file,create`. Until a file is chosen the program does not accept: clients wait in the backlog. Then
 * any number at once: select, the whole file for each, then FIN; a connection is over when its client has answered FIN.
 */
import { FileOptions } from '#shared/options/schemas.ts'
import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Effect, Scenario, Step } from '../common/program.ts'

/** `waiting`: who came before there was a file. Null once there is one: nothing else decides what the program does. */
export interface FileSenderState {
  readonly waiting: readonly number[] | null
}

const PROGRAM: Listing = [
  { id: 'listen', code: 'listener.listen()' },
  {
    id: 'choose',
    code: 'path = chosen_file()',
    fr: 'bloqué tant que la page n’a pas donné de fichier',
    en: 'blocked until the page has given a file',
  },
  { id: 'loop', code: 'while True:' },
  {
    id: 'select',
    code: '    ready, free, _ = select([listener, *files], unsent(files), [])',
    fr: 'bloqué tant qu’aucune socket n’est prête ni libre',
    en: 'blocked until some socket is ready or free',
  },
  { id: 'ready', code: '    for s in ready:' },
  {
    id: 'accept',
    code: "        if s is listener: files[s.accept()[0]] = open(path, 'rb')",
    fr: 'le fichier depuis son début, pour chaque client',
    en: 'the file from its beginning, for each client',
  },
  {
    id: 'drop',
    code: '        elif not s.recv(65536): ended.add(s)',
    fr: 'ce que dit un client est lu et jeté',
    en: 'what a client says is read and dropped',
  },
  { id: 'free', code: '    for s in free:' },
  {
    id: 'send',
    code: '        if data := files[s].read(65536): s.send(data)',
    fr: 'des octets, sans lignes',
    en: 'bytes, no lines',
  },
  {
    id: 'finish',
    code: '        else: s.shutdown(SHUT_WR)',
    fr: 'FIN\u202f: la seule fin de fichier que TCP connaisse',
    en: 'FIN: the only end of file that TCP knows',
  },
  {
    id: 'close',
    code: '    close_all(ended - unsent(files))',
    fr: 'FIN des deux côtés\u202f: c’est fini',
    en: 'FIN from both sides: it is over',
  },
]

const doing = (state: FileSenderState, ...effects: Effect[]): Step<FileSenderState> => ({ state, effects })
const greet = (who: number): Effect[] => (['accept', 'send-file', 'read'] as const).map((type) => ({ type, who }))

export const fileSender: Scenario<FileSenderState, FileOptions> = {
  id: 'file-sender',
  question: null,
  console: 'none',
  options: FileOptions,
  role: () => 'server',
  program: (options) => [...beforeBind(options), ...PROGRAM],
  initial: () => ({ waiting: [] }),
  step(state, input) {
    switch (input.type) {
      case 'chosen':
        return doing({ waiting: null }, ...(state.waiting ?? []).flatMap(greet))
      case 'arrived':
        if (state.waiting) return doing({ waiting: [...state.waiting, input.who] })
        return doing(state, ...greet(input.who))
      case 'sent':
        return doing(state, { type: 'finish', who: input.who })
      case 'unsent':
        return doing(state, { type: 'close', who: input.who, why: 'not-sent' })
      case 'gone':
        return doing({ waiting: state.waiting?.filter((who) => who !== input.who) ?? null })
      default:
        return doing(state)
    }
  },
  processes: ({ waiting }) => [
    waiting
      ? { id: 'main', line: 'choose', waits: { call: 'choice' } }
      : { id: 'main', line: 'select', waits: { call: 'select' } },
  ],
}
