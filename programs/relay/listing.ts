import type { Listing, BoundAddress } from '#shared/protocol/program.ts'
import { complete, folded, GONE, listener, notNow, selectAccepts, SHEET, wholeLines } from '../common/python.ts'
import type { Options } from './options.ts'

const SELECT = {
  fr: 'bloqué jusqu’à ce qu’au moins une socket soit prête',
  en: 'blocked until at least one socket is ready',
}
const LOOP: Listing = [{ id: 'loop', code: 'while True:' }]
const accept = (address: BoundAddress): Listing => [
  { id: 'each', code: '    for s in ready:' },
  { id: 'new', code: '        if s is listener:' },
  ...selectAccepts(address, 'accept'),
]
const READ: Listing = [
  { id: 'else', code: '        else:' },
  {
    id: 'recv',
    code: '            lines = whole_lines(s)',
    fr: 'recv ne bloque pas\u202f: s est prête',
    en: 'recv does not block: s is ready',
  },
]
const END: Listing = [
  {
    id: 'end',
    code: '            if s not in begun: leaves[s] = monotonic() + 30',
    fr: 'FIN\u202f: il reçoit encore, 30 s',
    en: 'FIN: it still receives, for 30 s',
  },
]

/** Who sent FIN goes on receiving, but not for ever. @param forget what is forgotten of s */
const leaving = (forget: string): Listing =>
  folded(
    'leave',
    `
def patience():  # secondes avant un départ\u202f; None\u202f: sans fin | seconds until somebody must leave; None: for ever
    return max(0, min(leaves.values()) - monotonic()) if leaves else None
def close_old():
    for s in [s for s in leaves if leaves[s] <= monotonic()]:
        ${forget}; del leaves[s]; s.close()`,
  )
const CLOSE_OLD: Listing = [{ id: 'old', code: '    close_old()', folded: true }]

/** Who has more than 1 MiB in one queue is not read: it alone waits. */
const WAITS = folded(
  'waits',
  `
def waits(s):  # a plus de 1 Mio dans une file | has more than 1 MiB in a queue
    return any(sum(len(data) for who, data in queue if who is s) > 1 << 20
               for queue in queues.values())`,
)

const withQueues = (options: Options, address: BoundAddress): Listing => [
  ...wholeLines(options, false, notNow(address, 'Read')),
  ...GONE,
  ...leaving('del queues[s]'),
  ...listener(options, address),
  ...WAITS,
  { id: 'sockets', code: 'queues, leaves = {}, {}', fr: 'une file par client', en: 'a queue for each client' },
  { id: 'push', code: 'def push(peer, queue):', fr: 'ce que le noyau prend', en: 'what the kernel takes' },
  { id: 'try', code: '    try:' },
  { id: 'waiting', code: '        while queue:' },
  { id: 'oldest', code: '            s, data = queue[0]' },
  { id: 'send', code: '            n = peer.send(data)', fr: 'ne bloque jamais', en: 'never blocks' },
  { id: 'taken', code: '            queue.popleft()' },
  { id: 'rest', code: '            if n < len(data): queue.appendleft((s, data[n:]))' },
  { id: 'full', code: `    except ${notNow(address, 'Write')}: pass`, fr: 'plus tard', en: 'later' },
  { id: 'lost', code: '    except OSError: queue.clear(); gone(peer)', folded: true },
  ...LOOP,
  { id: 'readers', code: '    readers = [s for s in begun if not waits(s)]' },
  { id: 'writers', code: '    writers = [s for s in queues if queues[s]]' },
  { id: 'select', code: '    ready, _, _ = select([listener, *readers], writers, [], patience())', ...SELECT },
  ...accept(address),
  { id: 'free', code: '            client.setblocking(False)' },
  { id: 'queue', code: "            begun[client], queues[client] = b'', deque()" },
  ...READ,
  { id: 'others', code: '            for peer in queues:' },
  { id: 'but-one', code: '                if peer is not s and lines:' },
  { id: 'put', code: '                    queues[peer].append((s, lines))' },
  ...END,
  { id: 'pushes', code: '    for peer, queue in queues.items(): push(peer, queue)' },
  ...CLOSE_OLD,
]

const withSendall = (options: Options, address: BoundAddress): Listing => [
  ...wholeLines(options, false),
  ...GONE,
  ...leaving('clients.remove(s)'),
  ...listener(options, address),
  { id: 'sockets', code: 'clients, leaves = [], {}' },
  ...LOOP,
  { id: 'select', code: '    ready, _, _ = select([listener, *begun], [], [], patience())', ...SELECT },
  ...accept(address),
  { id: 'queue', code: "            clients.append(client); begun[client] = b''" },
  ...READ,
  { id: 'others', code: '            for peer in clients:' },
  { id: 'but-one', code: '                if peer is not s:' },
  {
    id: 'send',
    code: '                    try: peer.sendall(lines)',
    fr: 'bloqué si peer ne lit pas\u202f: tous attendent',
    en: 'blocked where peer does not read: all wait',
  },
  { id: 'lost', code: '                    except OSError: gone(peer)', folded: true },
  ...END,
  ...CLOSE_OLD,
]

/** A run that was recorded before there was a choice has no `sending`: everybody waited then. */
export const listing = (options: Options, address: BoundAddress = SHEET): Listing =>
  complete((options.sending === 'queues' ? withQueues : withSendall)(options, address))
