/** The ladder, the table and the inspector. System calls, states and flags have the names of the worksheet and of POSIX. */
import type { CloseReason, EventKind, EventOf } from '#shared/protocol/events.ts'
import { counts, formatNumber } from '../format.ts'

type Closed = Record<CloseReason, string>
type Refusals = Record<EventOf<'refused'>['reason'], string>

const n = counts('fr')
const flow = 'TCP transporte un flot d’octets, sans frontières.'

export const traffic = {
  ladder: {
    label: 'Échelle des événements',
    time: 'temps',
    server: 'serveur',
    client: 'client',
    console: 'console',
    pick: 'Participant montré',
    unfold: (name: string) => `Déplier la ligne de vie de ${name}`,
    foldAgain: (name: string) => `Laisser ${name} se replier`,
    others: (count: number) => n(count, 'autre', 'autres'),
    crowd: (count: number) => n(count, 'autre participant', 'autres participants'),
    listenerClosed: (listener: string) => `point d’écoute ${listener} fermé`,
    listening: (listener: string) => `écoute ${listener}`,
    started: 'démarrage',
    stopped: 'arrêt',
    waiting: 'en attente',
    lines: (count: number) => n(count, 'ligne', 'lignes'),
    unfinished: 'sans fin de ligne',
    discarded: (size: string) => `${size} écartés`,
  },
  rows: {
    newer: (count: number) => n(count, 'plus récent', 'plus récents'),
    toNewest: 'Aller au plus récent et suivre',
    loading: 'Lecture…',
  },
  table: {
    label: 'Tableau des événements',
    seq: 'n°',
    time: 'temps',
    from: 'de',
    to: 'vers',
    kind: 'genre',
    size: 'octets',
    text: 'contenu',
  },
  udp: {
    first: 'premier datagramme',
    target: 'cible',
    empty: 'datagramme vide',
    title: (seq: number) => `Datagramme ${formatNumber('fr', seq)}`,
    cut: (size: string) => `${size} coupés`,
    dropped: (count: number) => `${n(count, 'datagramme perdu', 'datagrammes perdus')} dans le noyau`,
    notSent: (errno: string) => `pas envoyé · ${errno}`,
    unreachable: 'injoignable',
    refused: (place: string, errno: string) => `personne n’écoute à ${place} · ${errno}`,
    explainRefused:
      'La machine visée a répondu par ICMP (port unreachable) : aucun programme ne reçoit sur ce port UDP, et un datagramme d’avant est perdu. Seul un socket connecté l’apprend, au sendto ou recvfrom suivant. Le programme continue.',
    toNobody: 'une ligne n’est pas partie\u202f: personne n’a encore écrit',
    tellsIn: (name: string, text: string) => `datagramme de ${name}\u202f: ${text}`,
    tellsOut: (to: string, text: string) => `le programme envoie un datagramme à ${to}\u202f: ${text}`,
    tellFirst: (name: string) => `${name} écrit pour la première fois`,
    tellTarget: (name: string) => `les datagrammes iront à ${name}`,
    explainBound: (port: number, size: string) =>
      `Après bind, le port UDP ${port} reçoit. Ni listen ni accept\u202f: il n’y a pas de connexion. Le noyau garde au plus ${size} de datagrammes non lus (SO_RCVBUF), puis jette.`,
    explainFirst:
      'Aucune connexion n’a été ouverte\u202f: le premier datagramme d’une adresse suffit pour qu’elle ait sa ligne de vie ici. Rien ne dira si elle s’en va.',
    explainTarget: 'Rien n’est encore parti\u202f: le programme sait seulement où iront ses datagrammes.',
    explainIn:
      'recvfrom a rendu ce datagramme entier, et l’adresse de qui l’a envoyé. UDP garde les frontières\u202f: un sendto, un recvfrom\u202f; mais ni l’arrivée ni l’ordre ne sont promis.',
    explainOut:
      'sendto a remis ce datagramme au noyau en un seul morceau, et n’attend rien. Personne ne dira s’il est arrivé.',
    explainNobody:
      'Personne n’a encore envoyé de datagramme, ou cette adresse a été oubliée\u202f: le programme n’a pas d’adresse où répondre, et la ligne ne part pas.',
    explainCut: (size: string) =>
      `Le datagramme était plus long que l’argument de recvfrom\u202f: le programme en a le début, et ${size} sont perdus. Un second recvfrom ne rend pas la suite.`,
    explainDropped: (total: number) =>
      `Le tampon de réception était plein quand ils sont arrivés\u202f: le noyau les a jetés, et compte ${formatNumber('fr', total)} en tout dans la colonne drops de /proc/net/udp. L’émetteur n’en sait rien.`,
  },
  partial: {
    /** What the program has of a line that does not end, a second after its first byte. */
    received: (count: number) => `${n(count, 'octet reçu', 'octets reçus')}, pas encore de «\u202f\\n\u202f»`,
    endsInCr: 'finit par CR (\\r), pas par LF\u202f: terminal en mode raw\u202f? CRLF coupé\u202f?',
    tag: 'sans «\u202f\\n\u202f»',
    tagCr: 'finit par CR',
    at: (time: string) => `à ${time}\u00a0s`,
    explain: (name: string) =>
      `recv a rendu ces octets de ${name}, mais aucun «\u202f\\n\u202f» n’est venu\u202f: le programme, qui lit par lignes, les garde et retourne dans recv. En Python, input() ôte la fin de ligne\u202f: il faut la remettre avant d’envoyer.`,
    explainCr:
      'Le dernier octet est CR (\\r, 0d)\u202f: ce qu’un terminal en mode raw envoie pour Entrée, ou la moitié d’un CRLF. La ligne ne se termine qu’à LF (\\n, 0a).',
    tells: (name: string, text: string) => `le programme lit de ${name} un début de ligne, sans fin\u202f: ${text}`,
  },
  everybody: 'tous',
  console: 'console',
  kinds: {
    'run-started': 'démarrage',
    listening: 'écoute',
    connected: 'connect',
    accepted: 'accept',
    lines: 'ligne',
    'partial-line': 'début de ligne',
    datagram: 'datagramme',
    'kernel-drops': 'perdus',
    ended: 'FIN',
    'half-closed': 'shutdown · FIN',
    closed: 'fermeture',
    disconnect: 'déconnexion',
    command: 'demande',
    stepper: 'select',
    refused: 'refus',
    unreached: 'connect échoue',
    deadlock: 'interblocage',
    forked: 'fork',
    'listener-closed': 'point d’écoute fermé',
    'tls-on-plain-listener': 'TLS inattendu',
    'child-died': 'enfant mort',
    transfer: 'fichier',
    blocked: 'ne lit plus',
    unblocked: 'lit de nouveau',
    trouble: 'incident',
    'run-stopped': 'arrêt',
  } satisfies Record<EventKind, string>,
  reasons: {
    finished: 'FIN · fermé',
    reset: 'RST',
    'slow-consumer': 'ne lit rien · fermé',
    'line-too-long': 'ligne sans fin · fermé',
    'half-closed-too-long': 'FIN · 30\u00a0s à moitié fermé',
    'idle-timeout': 'inactif · FIN',
    'run-stopped': 'FIN · séance arrêtée',
    'not-stored': 'fichier refusé · fermé',
    'not-sent': 'fichier illisible · coupé',
    forgotten: 'oublié',
    disconnected: 'déconnecté · fermé',
    failed: 'échec',
  } satisfies Closed,
  refusals: {
    'run-full': 'la séance est complète',
    'address-full': 'trop de connexions depuis cette adresse',
    'not-tls': 'ce n’est pas du TLS',
    'certificate-refused': 'il ne fait pas confiance au certificat',
    'handshake-failed': 'la négociation TLS a échoué',
    'handshake-timeout': 'négociation TLS inachevée en 10\u00a0s',
    descriptors: 'plus de descripteurs libres',
  } satisfies Refusals,
  refused: (address: string, why: string) => `${address} refusé\u202f: ${why}`,
  troubles: {
    'disk-full': 'disque plein',
    'journal-full': 'journal plein',
    'journal-failed': 'journal impossible à écrire',
  } as Record<string, string>,
  trouble: (what: string) => `lectures suspendues\u202f: ${what}`,
  unsent: (size: string) => `${size} jamais pris`,
  /** An event in words, for those who do not see it. */
  tell: {
    at: (time: string, what: string) => `${time}\u00a0s\u202f: ${what}`,
    started: 'la séance démarre',
    listening: (listener: string) => `le programme écoute sur le port ${listener}`,
    connected: (name: string) => `${name} se connecte`,
    waits: (name: string) => `${name} se connecte et attend accept`,
    accepted: (name: string) => `le programme accepte ${name}`,
    says: (name: string, to: string, text: string) => `${name} dit à ${to}\u202f: ${text}`,
    prints: (name: string, text: string) => `${name} dit, et la console affiche\u202f: ${text}`,
    ended: (name: string) => `${name} envoie FIN et n’écrira plus`,
    halfClosed: (name: string) => `le programme envoie FIN à ${name} et le lit encore`,
    closed: (name: string, why: string) => `la connexion de ${name} se termine\u202f: ${why}`,
    disconnect: (name: string, how: string, by: string) =>
      `le programme ferme la connexion de ${name} par ${how}, à la demande de\u202f: ${by}`,
    heldUp: (name: string) => `${name} ne lit plus, les autres attendent`,
    unblocked: (name: string) => `${name} lit de nouveau`,
    stopped: 'la séance s’arrête',
    reaches: (name: string) => `le programme se connecte à ${name}`,
    unreached: (place: string, errno: string) => `le programme n’atteint pas ${place}\u202f: ${errno}`,
    deadlock: 'interblocage\u202f: ce programme et celui d’une autre séance s’attendent l’un l’autre',
    forked: (name: string, child: number) => `le programme se dédouble\u202f: le processus ${child} lit ${name}`,
    listenerClosed: (listener: string) => `le point d’écoute ${listener} est fermé`,
    tlsOnPlain: (name: string) => `${name} parle TLS à un point d’écoute qui ne le parle pas`,
    childDied: (how: string) => `le processus enfant est mort\u202f: ${how}`,
    sends: (to: string, text: string) => `le programme envoie à ${to}\u202f: ${text}`,
    all: 'tous les autres',
    people: (count: number) => n(count, 'participant', 'participants'),
  },
  inspector: {
    title: 'Événement en détail',
    event: (seq: number) => `N°\u00a0${formatNumber('fr', seq)}`,
    line: (seq: number) => `Ligne ${formatNumber('fr', seq)}`,
    close: 'Fermer le détail',
    emptyTitle: 'Rien de choisi',
    empty:
      'Cliquez sur une flèche de l’échelle ou sur une rangée du tableau. Ses octets, ses lectures et ce qui s’est passé dans le noyau s’affichent ici.',
    emptyKeys: 'Au clavier\u202f: j et k, ou les flèches.',
    seconds: (time: string) => `${time}\u00a0s`,
    bytes: (count: number) => n(count, 'octet', 'octets'),
    lines: (count: number) => n(count, 'ligne', 'lignes'),
    reads: (count: number, atLeast: boolean) => `${atLeast ? 'au moins ' : ''}${n(count, 'lecture', 'lectures')}`,
    wakeUp: (wakeUp: number) => `réveil ${formatNumber('fr', wakeUp)}`,
    wakeHelp: 'Les événements d’un même réveil étaient prêts ensemble\u202f: select les a rendus d’un coup.',
    content: 'Contenu',
    dump: 'Octets',
    readsAndLines: 'Lectures et lignes',
    recv: 'recv',
    cutInto: 'lignes',
    happened: 'Ce qui s’est passé',
    copyText: 'Copier le texte',
    copyHex: 'Copier en hexadécimal',
    more: (size: string) => `Montrer ${size} de plus`,
    cut: (shown: string, size: string) => `Seuls ${shown} sur ${size} sont là pour l’instant.`,
    invalid: (count: number) => `${n(count, 'octet', 'octets')} hors UTF-8, montrés par \ufffd`,
    discarded: (size: string) => `Ligne trop longue\u202f: ${size} écartés après le maximum de la séance.`,
    noBytes: 'Aucun octet de données.',
    held: (count: number) => `${n(count, 'octet', 'octets')} d’une ligne incomplète`,
    carried: 'lecture commencée à l’événement précédent',
    lasting: (count: number) => n(count, 'autre', 'autres'),
    address: 'adresse',
    askedBy: 'demandé par',
    askedFrom: 'depuis',
    errno: 'erreur du système',
    classes: {
      newline: 'fin de ligne',
      multi: 'UTF-8 sur plusieurs octets',
      control: 'contrôle',
      invalid: 'hors UTF-8',
    },
  },
  lessons: {
    'one-to-one': `${flow} Ici, une lecture a rendu exactement une ligne\u202f: c’est courant quand on tape au clavier, jamais garanti.`,
    'read-of-lines': `${flow} Un seul recv a rendu plusieurs lignes\u202f: c’est au programme de couper après chaque ↵.`,
    'line-of-reads': `${flow} Il a fallu plusieurs recv pour une seule ligne\u202f: le programme garde le début jusqu’au ↵.`,
    mixed: `${flow} Les lectures et les lignes ne coïncident pas\u202f: le programme recoud les morceaux, puis coupe après chaque ↵.`,
    held: `${flow} La dernière lecture a rendu aussi le début d’une autre ligne\u202f: le programme le garde jusqu’au prochain ↵.`,
    unfinished:
      'Le flot s’est terminé par FIN avant la fin de cette ligne\u202f: le programme transmet ce qu’il a, sans rien ajouter.',
  },
  explain: {
    started:
      'Le programme démarre. Il va créer sa socket d’écoute, l’attacher à un port avec bind, puis appeler listen.',
    listening: (listener: string) =>
      `Après bind et listen, le port ${listener} est à l’état LISTEN. Dès lors, c’est le noyau qui achève les connexions entrantes, même si le programme n’appelle pas encore accept.`,
    connected: (name: string) =>
      `Le noyau a achevé la poignée de main SYN, SYN-ACK, ACK\u202f: la connexion de ${name} est ESTABLISHED. accept rend aussitôt au programme une nouvelle socket, pour ce client seul.`,
    waits: (name: string) =>
      `Pour ${name}, connect a réussi, et la connexion est ESTABLISHED. Mais le programme est occupé ailleurs et n’appelle pas accept\u202f: elle attend dans la file de listen, le backlog, et les octets envoyés restent non lus. (Le labo joue cette file en gardant la connexion en pause.)`,
    accepted: (name: string) =>
      `Le programme revient à accept, qui rend la plus ancienne connexion de la file\u202f: celle de ${name}. Il peut maintenant appeler recv et send sur cette socket, et lit d’abord ce qui attendait.`,
    ended: (name: string) =>
      `${name} a fermé son sens d’écriture, par shutdown(SHUT_WR) ou par close\u202f: un FIN est arrivé, et recv rend zéro octet. La connexion passe à CLOSE_WAIT côté programme\u202f; l’autre sens est encore ouvert.`,
    halfClosed: (name: string) =>
      `Le programme appelle shutdown(SHUT_WR)\u202f: ${name} reçoit un FIN, après tout ce qui lui était envoyé. L’autre sens reste ouvert, et le programme continue à lire.`,
    unixReset: (errno: string) =>
      `L’autre bout est fermé\u202f: écrire échoue avec ${errno}. Un socket unix n’a pas de RST, et le noyau ne garde rien de la connexion.`,
    closed: {
      finished:
        'Chaque côté a envoyé son FIN\u202f: close rend la socket. Celui qui a fermé le premier garde la connexion un moment en TIME_WAIT.',
      reset:
        'Un RST est arrivé\u202f: la connexion disparaît d’un coup, sans FIN ni TIME_WAIT. Ce qui restait à lire ou à envoyer est perdu, et recv échoue avec ECONNRESET.',
      'slow-consumer':
        'Ce participant n’a rien lu pendant 10\u00a0s\u202f: sa fenêtre TCP est restée fermée et sa file d’envoi pleine. Le programme ferme sa connexion pour ne plus retarder les autres.',
      'line-too-long':
        'Trop d’octets sont venus sans aucune fin de ligne. Le programme cesse de les lire et ferme la connexion.',
      'half-closed-too-long':
        'Ce participant avait envoyé FIN sans fermer l’autre sens. Au bout de 30\u00a0s, le programme appelle close et envoie le sien.',
      'idle-timeout':
        'Aucun octet n’est passé sur cette connexion, ni dans un sens ni dans l’autre, pendant le délai d’inactivité de la séance. Le programme appelle close, comme socat avec -T\u202f; s’il restait des octets non lus, le noyau envoie RST au lieu de FIN.',
      'run-stopped': 'La séance s’arrête\u202f: le programme appelle close sur chaque socket, et chacun reçoit un FIN.',
      'not-sent':
        'Le programme n’a pas pu lire le fichier jusqu’au bout. Il coupe la connexion par RST\u202f: FIN aurait fait croire que le fichier était entier.',
      'not-stored':
        'Le programme n’a pas pu garder ce fichier. Il ferme la connexion sans lire la suite\u202f: le noyau répond alors par RST, et l’envoi échoue en face.',
      disconnected:
        'Quelqu’un a demandé cette fin, et la connexion est fermée. Le programme n’en savait plus rien depuis la demande.',
      forgotten:
        'Trop d’adresses ont envoyé des datagrammes\u202f: celle-ci se taisait depuis le plus longtemps, et le labo l’oublie. Si elle écrit de nouveau, elle aura un nouveau numéro.',
      failed: 'Un appel système sur cette socket a échoué\u202f: le programme la ferme.',
    } satisfies Closed,
    reached: (name: string) =>
      `connect a rendu la main\u202f: la poignée de main SYN, SYN-ACK, ACK est achevée, et la connexion vers ${name} est ESTABLISHED. Le serveur d’en face n’a pas forcément appelé accept\u202f: son noyau suffit.`,
    forked: (name: string, child: number, parent: number) =>
      `fork a rendu la main deux fois\u202f: dans l’enfant ${child}, qui lit la connexion de ${name}, et dans le parent ${parent}, qui y écrit. La socket est la même pour les deux.`,
    listenerClosed:
      'Le programme ferme cette socket d’écoute. Les connexions qu’elle a rendues vivent encore\u202f: chacune est une socket à part.',
    tlsOnPlain:
      'Les premiers octets (16 03) sont ceux d’une négociation TLS, mais ce point d’écoute parle TCP tout court. Ils passent comme n’importe quels octets\u202f; personne ne répondra à la négociation. Visez un point d’écoute TLS, ou parlez sans TLS.',
    refusals: {
      'not-tls':
        'La connexion TCP était faite, mais les premiers octets ne sont pas une négociation TLS\u202f: le labo ferme. Utilisez OPENSSL dans socat, ou un point d’écoute TCP.',
      'certificate-refused':
        'Le client a refusé le certificat du labo\u202f: il ne connaît pas son autorité. Donnez-lui socket-lab-ca.pem (cafile=), ou renoncez à vérifier (verify=0).',
      'handshake-failed':
        'La connexion TCP était faite, mais la négociation TLS n’a pas abouti. Le programme ne l’a jamais vue.',
      'handshake-timeout':
        'La connexion TCP était faite, mais la négociation TLS n’a pas été achevée en 10\u00a0s. Les autres n’ont pas attendu.',
    } as Partial<Refusals>,
    childDied:
      'Le processus qui lisait la connexion est mort avant la fin du flot. Le parent l’apprend par wait, et ferme sa moitié.',
    deadlock:
      'Les deux programmes sont bloqués dans recv, chacun sur la connexion de l’autre, et rien n’est en route entre eux. Aucun ne peut sortir de recv sans que l’autre écrive\u202f: c’est un interblocage.',
    refused: 'Le labo a refermé cette connexion dès son arrivée. Le programme ne l’a jamais vue.',
    heldUp: (name: string) =>
      `${name} ne lit plus\u202f: sa fenêtre TCP se ferme, et send ne prend plus rien. Quand sa file est aux trois quarts pleine, le programme cesse de lire ceux qui parlent\u202f; leurs octets attendent dans le noyau. C’est la contre-pression.`,
    unblocked: (name: string) =>
      `${name} lit de nouveau\u202f: send reprend, sa file s’est vidée, et le programme relit tout le monde.`,
    trouble:
      'Le labo ne montre que ce qu’il a pu garder. Tant que le journal ne s’écrit pas, il ne lit plus personne\u202f: rien ne se perd, les octets attendent dans le noyau.',
    stopped:
      'Le programme ferme sa socket d’écoute\u202f: plus personne ne peut se connecter. Avec SO_REUSEADDR, le port peut resservir aussitôt, malgré les connexions en TIME_WAIT.',
  },
}
