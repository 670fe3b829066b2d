/** The kernel strip. States, queues and timers have the names that the system gives them. */
import type { KernelAbsence, SocketTimer, TcpState, UdpState } from '#shared/model/kernel.ts'
import type { PlayedId } from '#shared/state/played.ts'
import { counts } from '../format.ts'

type States = Record<TcpState | UdpState, string>
type Timers = Record<SocketTimer['kind'], (seconds: number) => string>
type Absences = Record<KernelAbsence, string>

const n = counts('fr')

export const kernel = {
  title: 'Noyau',
  columns: { state: 'état', who: 'qui', queues: 'Recv-Q · Send-Q' },
  states: {
    LISTEN: 'attend des connexions\u202f: connexions pas encore acceptées / longueur maximale de la file',
    SYN_SENT: 'SYN envoyé, pas encore de réponse',
    SYN_RECV: 'SYN reçu, la poignée de main n’est pas finie',
    ESTAB: 'connexion établie dans les deux sens',
    FIN_WAIT1: 'FIN envoyé ici, pas encore acquitté',
    FIN_WAIT2: 'FIN envoyé ici et acquitté\u202f; l’autre bout n’a pas encore fermé',
    TIME_WAIT:
      'ce bout a fermé le premier\u202f: le noyau garde les deux adresses une minute, pour que rien d’ancien ne se mêle à une nouvelle connexion',
    CLOSE: 'fermée',
    UNCONN: 'socket UDP sans connexion\u202f: elle reçoit de n’importe quelle adresse',
    CLOSE_WAIT: 'l’autre bout a envoyé FIN, celui-ci n’a pas encore fermé\u202f; un FIN non lu compte pour un octet',
    LAST_ACK: 'FIN envoyé en second, pas encore acquitté',
    CLOSING: 'les deux bouts ont fermé en même temps',
  } satisfies States,
  timers: {
    retransmit: (s) => `retransmission dans ${s}\u00a0s`,
    keepalive: (s) => `vérification (keepalive) dans ${s}\u00a0s`,
    'time-wait': (s) => `oubliée dans ${s}\u00a0s`,
    probe: (s) => `l’autre bout n’a plus de place\u202f; sonde dans ${s}\u00a0s`,
  } satisfies Timers,
  absent: {
    'other-system':
      'Ce système n’a pas de /proc/net/tcp\u202f: le labo ne peut montrer les files du noyau que sous Linux.',
    unreadable: 'Le labo n’a pas le droit de lire /proc/net/tcp, ou il est absent de cette machine.',
  } satisfies Absences,
  seconds: (s: number) => `${s}\u00a0s`,
  queue: (waiting: number, limit: number) => `${waiting}/${limit}`,
  listener: 'le programme',
  otherEnd: (name: string) => `l’autre bout, chez ${name}`,
  webEnd: (name: string) => `l’autre bout, que le labo tient pour le navigateur de ${name}`,
  earlier: (address: string) => `${address}, d’un programme précédent sur ce port, ou pas encore admis`,
  allEnds: (count: number) => `Montrer ${n(count, 'autre bout', 'autres bouts')} sans attente`,
  fewerEnds: 'Ne montrer que ce qui attend aux autres bouts',
  more: (count: number) => `et ${n(count, 'autre socket', 'autres sockets')}`,
  none: 'Le noyau n’a plus de socket de cette séance.',
  legend:
    'Octets reçus que personne n’a lus (Recv-Q), octets envoyés pas encore acquittés (Send-Q), lus dans /proc/net/tcp. ↳\u202f: l’autre bout, sur cette machine.',
  legendUdp:
    'Mémoire des datagrammes que personne n’a lus, part du noyau comprise (Recv-Q), lue dans /proc/net/udp. ↳\u202f: l’autre bout, sur cette machine.',
  buffer: (size: number) => `au plus ${size} octets (SO_RCVBUF)`,
  connections: (count: number) => n(count, 'connexion acceptée', 'connexions acceptées'),
  unix: 'Une socket unix\u202f: /proc/net/unix compte ses connexions, mais ne nomme pas les clients et ne dit pas ce qui attend dans leurs files.',
  drops: (count: number) => `drops\u202f: ${n(count, 'datagramme jeté', 'datagrammes jetés')}`,
  dropsFrom:
    'drops\u202f: dernière colonne de /proc/net/udp. Le tampon de réception était plein\u202f; l’émetteur n’en sait rien.',
  /** What the lab plays of the kernel, by `shared/state/played.ts`. */
  played: {
    'accept-queue':
      'Le labo accepte aussitôt pour le noyau\u202f: un client que le programme fait attendre est déjà ESTAB, et ses octets restent dans Recv-Q. Sans le labo, il compterait dans la file du point d’écoute.',
    'reuse-address':
      'Le labo met toujours SO_REUSEADDR\u202f: sans l’option, c’est lui qui refuse le port, selon la règle du noyau et ces lignes.',
  } satisfies Record<PlayedId, string>,
}
