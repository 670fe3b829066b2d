import type { Listing } from '#shared/protocol/program.ts'
import { beforeBind } from '../common/opening.ts'
import type { Options } from './options.ts'

const SELECT = {
  fr: 'bloqué jusqu’à ce qu’au moins une socket soit prête',
  en: 'blocked until at least one socket is ready',
}
const LOOP: Listing = [{ id: 'loop', code: 'while True:' }]
const EACH: Listing = [
  { id: 'each', code: '    for s in ready:' },
  { id: 'new', code: '        if s is listener:' },
]
const ACCEPT = { fr: 'ne bloque pas\u202f: il y en a un', en: 'does not block: there is one' }
const READ: Listing = [
  { id: 'recv', code: '        elif data := s.recv(65536):' },
  { id: 'others', code: '            for peer in socks[1:]:' },
  { id: 'but-one', code: '                if peer is not s:' },
]
const END: Listing = [
  {
    id: 'end',
    code: '        else: socks.remove(s)',
    fr: 'recv a rendu b""\u202f: fin',
    en: 'recv gave b"": end of file',
  },
]

const PROGRAMS: Record<Options['sending'], Listing> = {
  queues: [
    { id: 'sockets', code: 'socks, queues = [listener], {}' },
    { id: 'waits', code: 'def waits(s):', fr: 'a trop dans une file', en: 'has too much in a queue' },
    { id: 'filled', code: '    return any(sum(len(data) for who, data in queue if who is s) > 1 << 20' },
    { id: 'any', code: '               for queue in queues.values())' },
    { id: 'push', code: 'def push(peer):', fr: 'ce que le noyau prend', en: 'what the kernel takes' },
    { id: 'try', code: '    try:' },
    { id: 'waiting', code: '        while queues[peer]:' },
    { id: 'oldest', code: '            s, data = queues[peer].popleft()' },
    { id: 'send', code: '            n = peer.send(data, MSG_DONTWAIT)', fr: 'ne bloque jamais', en: 'never blocks' },
    { id: 'rest', code: '            if data[n:]: queues[peer].appendleft((s, data[n:]))' },
    { id: 'full', code: '    except BlockingIOError: queues[peer].appendleft((s, data))' },
    ...LOOP,
    { id: 'readers', code: '    readers = [s for s in socks if not waits(s)]' },
    { id: 'writers', code: '    writers = [s for s in queues if queues[s]]' },
    { id: 'select', code: '    ready, _, _ = select(readers, writers, [])', ...SELECT },
    ...EACH,
    { id: 'accept', code: '            socks.append(s.accept()[0])', ...ACCEPT },
    { id: 'queue', code: '            queues[socks[-1]] = deque()' },
    ...READ,
    { id: 'put', code: '                    queues[peer].append((s, data))' },
    ...END,
    { id: 'pushes', code: '    for peer in queues: push(peer)' },
  ],
  sendall: [
    { id: 'sockets', code: 'socks = [listener]' },
    ...LOOP,
    { id: 'select', code: '    ready, _, _ = select(socks, [], [])', ...SELECT },
    ...EACH,
    { id: 'accept', code: '            socks.append(s.accept()[0])', ...ACCEPT },
    ...READ,
    {
      id: 'send',
      code: '                    peer.sendall(data)',
      fr: 'bloqué si peer ne lit pas\u202f: tous attendent',
      en: 'blocked where peer does not read: all wait',
    },
    ...END,
  ],
}

/** A run that was recorded before there was a choice has no `sending`: everybody waited then. */
const chosen = ({ sending }: Options): Listing => PROGRAMS[sending === 'queues' ? 'queues' : 'sendall']

export const listing = (options: Options): Listing => [...beforeBind(options), ...chosen(options)]
