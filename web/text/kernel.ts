/**
 * Words of the kernel strip. Names of states, queues and timers are the system's own in either language.
 * Invariant: `en` has the shape of `fr`, or it does not compile.
 */
import type { KernelAbsence, SocketTimer, TcpState, UdpState } from '#shared/model/kernel.ts'
import { counted } from './format.ts'

type States = Record<TcpState | UdpState, string>
type Timers = Record<SocketTimer['kind'], (seconds: number) => string>
type Absences = Record<KernelAbsence, string>

const frStates: States = {
  LISTEN: 'attend des connexions\u00a0: connexions pas encore acceptées / longueur maximale de la file',
  SYN_SENT: 'SYN envoyé, pas encore de réponse',
  SYN_RECV: 'SYN reçu, la poignée de main n’est pas finie',
  ESTAB: 'connexion établie dans les deux sens',
  FIN_WAIT1: 'FIN envoyé ici, pas encore acquitté',
  FIN_WAIT2: 'FIN envoyé ici et acquitté\u00a0; l’autre bout n’a pas encore fermé',
  TIME_WAIT:
    'ce bout a fermé le premier\u00a0: le noyau garde les deux adresses une minute, pour que rien d’ancien ne se mêle à une nouvelle connexion',
  CLOSE: 'fermée',
  UNCONN: 'socket UDP sans connexion\u00a0: elle reçoit de n’importe quelle adresse',
  CLOSE_WAIT: 'l’autre bout a envoyé FIN, celui-ci n’a pas encore fermé\u00a0; un FIN non lu compte pour un octet',
  LAST_ACK: 'FIN envoyé en second, pas encore acquitté',
  CLOSING: 'les deux bouts ont fermé en même temps',
}
const frTimers: Timers = {
  retransmit: (s) => `retransmission dans ${s}\u00a0s`,
  keepalive: (s) => `vérification (keepalive) dans ${s}\u00a0s`,
  'time-wait': (s) => `oubliée dans ${s}\u00a0s`,
  probe: (s) => `l’autre bout n’a plus de place\u00a0; sonde dans ${s}\u00a0s`,
}
const frAbsent: Absences = {
  'other-system':
    'Ce système n’a pas de /proc/net/tcp\u00a0: le labo ne peut montrer les files du noyau que sous Linux.',
  unreadable: 'Le labo n’a pas le droit de lire /proc/net/tcp, ou il est absent de cette machine.',
}

export const fr = {
  title: 'Noyau',
  columns: { state: 'état', who: 'qui', queues: 'Recv-Q · Send-Q' },
  states: frStates,
  timers: frTimers,
  absent: frAbsent,
  seconds: (s: number) => `${s}\u00a0s`,
  queue: (waiting: number, limit: number) => `${waiting}/${limit}`,
  listener: 'le programme',
  otherEnd: (name: string) => `l’autre bout, chez ${name}`,
  webEnd: (name: string) => `l’autre bout, que le labo tient pour le navigateur de ${name}`,
  earlier: (address: string) => `${address}, d’un programme précédent sur ce port, ou pas encore admis`,
  allEnds: (count: number) =>
    `Montrer ${counted('fr', count, { one: 'autre bout', other: 'autres bouts' })} sans attente`,
  fewerEnds: 'Ne montrer que ce qui attend aux autres bouts',
  more: (count: number) => `et ${counted('fr', count, { one: 'autre socket', other: 'autres sockets' })}`,
  none: 'Le noyau n’a plus de socket de cette séance.',
  legend:
    'Octets reçus que personne n’a lus (Recv-Q), octets envoyés pas encore acquittés (Send-Q), lus dans /proc/net/tcp. ↳\u00a0: l’autre bout, sur cette machine.',
  legendUdp:
    'Mémoire des datagrammes que personne n’a lus, part du noyau comprise (Recv-Q), lue dans /proc/net/udp. ↳\u00a0: l’autre bout, sur cette machine.',
  buffer: (size: number) => `au plus ${size} octets (SO_RCVBUF)`,
  connections: (count: number) => counted('fr', count, { one: 'connexion acceptée', other: 'connexions acceptées' }),
  unix: 'Un socket unix\u00a0: /proc/net/unix compte ses connexions, mais ne nomme pas les clients et ne dit pas ce qui attend dans leurs files.',
  drops: (count: number) =>
    `drops\u00a0: ${counted('fr', count, { one: 'datagramme jeté', other: 'datagrammes jetés' })}`,
  dropsFrom:
    'drops\u00a0: dernière colonne de /proc/net/udp. Le tampon de réception était plein\u00a0; l’émetteur n’en sait rien.',
  accepts:
    'Le labo accepte aussitôt pour le noyau\u00a0: un client que le programme fait attendre est déjà ESTAB, et ses octets restent dans Recv-Q.',
}

const enStates: States = {
  LISTEN: 'waits for connections: those not accepted yet / how many may wait',
  SYN_SENT: 'SYN sent, no answer yet',
  SYN_RECV: 'SYN received, the handshake is not over',
  ESTAB: 'connection established in both directions',
  FIN_WAIT1: 'FIN sent from here, not acknowledged yet',
  FIN_WAIT2: 'FIN sent from here and acknowledged; the other end has not closed yet',
  TIME_WAIT:
    'this end closed first: the kernel keeps both addresses for a minute, so that nothing old slips into a new connection',
  CLOSE: 'closed',
  UNCONN: 'UDP socket without a connection: it receives from any address',
  CLOSE_WAIT: 'the other end sent FIN, this one has not closed yet; an unread FIN counts as one byte',
  LAST_ACK: 'FIN sent second, not acknowledged yet',
  CLOSING: 'both ends closed at the same time',
}
const enTimers: Timers = {
  retransmit: (s) => `retransmits in ${s}\u00a0s`,
  keepalive: (s) => `keep-alive probe in ${s}\u00a0s`,
  'time-wait': (s) => `forgotten in ${s}\u00a0s`,
  probe: (s) => `the other end has no room; probes in ${s}\u00a0s`,
}
const enAbsent: Absences = {
  'other-system': 'This system has no /proc/net/tcp: the lab can show the kernel’s queues on Linux only.',
  unreadable: 'The lab may not read /proc/net/tcp, or this machine has none.',
}

export const en: typeof fr = {
  title: 'Kernel',
  columns: { state: 'state', who: 'who', queues: 'Recv-Q · Send-Q' },
  states: enStates,
  timers: enTimers,
  absent: enAbsent,
  seconds: (s) => `${s}\u00a0s`,
  queue: (waiting, limit) => `${waiting}/${limit}`,
  listener: 'the program',
  otherEnd: (name) => `the other end, ${name}’s`,
  webEnd: (name) => `the other end, which the lab holds for ${name}’s browser`,
  earlier: (address) => `${address}, of an earlier program on this port, or not admitted yet`,
  allEnds: (count) => `Show ${counted('en', count, { one: 'other end', other: 'other ends' })} where nothing waits`,
  fewerEnds: 'Show only what waits at the other ends',
  more: (count) => `and ${counted('en', count, { one: 'other socket', other: 'other sockets' })}`,
  none: 'The kernel has no socket of this run any more.',
  legend:
    'Bytes received that nobody has read (Recv-Q), bytes sent and not acknowledged yet (Send-Q), read from /proc/net/tcp. ↳: the other end, on this machine.',
  legendUdp:
    'Memory of the datagrams that nobody has read, the kernel’s share included (Recv-Q), read from /proc/net/udp. ↳: the other end, on this machine.',
  buffer: (size) => `${size} bytes at most (SO_RCVBUF)`,
  connections: (count) => counted('en', count, { one: 'connection accepted', other: 'connections accepted' }),
  unix: 'A unix socket: /proc/net/unix counts its connections, but neither names the clients nor tells what waits in their queues.',
  drops: (count) => `drops: ${counted('en', count, { one: 'datagram dropped', other: 'datagrams dropped' })}`,
  dropsFrom: 'drops: the last column of /proc/net/udp. The receive buffer was full; whoever sent them is not told.',
  accepts:
    'For the kernel the lab accepts at once: a client that the program keeps waiting is ESTAB already, and its bytes stay in Recv-Q.',
}
