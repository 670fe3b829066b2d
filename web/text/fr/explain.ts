/** What an event is at the level of sockets and system calls, and what reads have to do with lines. Loaded with the inspector. */
import type { CloseReason } from '#shared/protocol/close-reason.ts'
import type { EventOf } from '#shared/protocol/events.ts'

type Closed = Record<CloseReason, string>
type Refusals = Record<EventOf<'refused'>['reason'], string>

const flow = 'TCP transporte un flot d’octets, sans frontières.'

export const explain = {
  /** What reads have to do with lines. */
  lessons: {
    'one-to-one': `${flow} Ici, une lecture a rendu exactement une ligne\u202f: c’est courant quand on tape au clavier, jamais garanti.`,
    'read-of-lines': `${flow} Un seul recv a rendu plusieurs lignes\u202f: c’est au programme de couper après chaque ↵.`,
    'line-of-reads': `${flow} Il a fallu plusieurs recv pour une seule ligne\u202f: le programme garde le début jusqu’au ↵.`,
    mixed: `${flow} Les lectures et les lignes ne coïncident pas\u202f: le programme recoud les morceaux, puis coupe après chaque ↵.`,
    partial: `${flow} La dernière lecture a rendu aussi le début d’une autre ligne\u202f: le programme le garde jusqu’au prochain ↵.`,
    unfinished:
      'Le flot s’est terminé par FIN avant la fin de cette ligne\u202f: le programme transmet ce qu’il a, sans rien ajouter.',
  },
  started: 'Le programme démarre. Il va créer sa socket d’écoute, l’attacher à un port avec bind, puis appeler listen.',
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
    `L’autre bout est fermé\u202f: écrire échoue avec ${errno}. Une socket unix n’a pas de RST, et le noyau ne garde rien de la connexion.`,
  cut: 'Le labo coupe la connexion par RST, sans FIN\u202f: le programme ne l’avait pas acceptée, ou son fichier n’était pas tout envoyé, ou l’autre bout n’a pas pris à temps ce qui l’attendait. Ce qui restait à lire ou à envoyer est perdu, et recv y échoue avec ECONNRESET.',
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
    'half-closed-replaced':
      'Il n’y avait plus de place pour un nouveau venu, et ce participant est celui qui avait envoyé FIN depuis le plus longtemps\u202f: le labo ferme l’autre sens à la place du programme. Qui n’a pas envoyé FIN ne cède jamais sa place.',
    'idle-timeout':
      'Aucun octet n’est passé sur cette connexion, ni dans un sens ni dans l’autre, pendant le délai d’inactivité de la séance. Le programme appelle close, comme socat avec -T\u202f; s’il restait des octets non lus, le noyau envoie RST au lieu de FIN.',
    'run-stopped':
      'La séance s’arrête\u202f: le programme appelle close sur chaque socket, et chacun reçoit un FIN, s’il ne l’a pas déjà.',
    'not-sent':
      'Le programme n’a pas pu lire le fichier jusqu’au bout. Il coupe la connexion par RST\u202f: FIN aurait fait croire que le fichier était entier.',
    'no-process':
      'fork a échoué avec EAGAIN\u202f: le labo a déjà autant de processus enfants qu’il en permet, toutes séances ensemble (--max-children). Personne ne lirait cette connexion\u202f: elle est coupée par RST. Les autres continuent.',
    'not-stored':
      'Le programme n’a pas pu garder ce fichier. Il ferme la connexion sans lire la suite\u202f: le noyau répond alors par RST, et l’envoi échoue en face.',
    disconnected:
      'Quelqu’un a demandé cette fin, et la connexion est fermée. Le programme n’en savait plus rien depuis la demande.',
    forgotten:
      'Trop d’adresses ont envoyé des datagrammes\u202f: celle-ci se taisait depuis le plus longtemps, et le labo l’oublie. Si elle écrit de nouveau, elle aura un nouveau numéro.',
    failed: 'Un appel système sur cette socket a échoué\u202f: le programme la ferme.',
  } satisfies Closed,
  class: {
    muted:
      'Le professeur l’a rendu muet\u202f: le labo ne le lit plus. Ce qu’il envoie attend dans le noyau, où Recv-Q le compte\u202f; il reçoit toujours. Rien n’est perdu.',
    heard: 'Le labo le lit de nouveau\u202f: ce qui attendait de lui arrive, dans l’ordre.',
    floor:
      'Le professeur lui a donné la parole\u202f: le labo ne lit que lui, et ce que les autres envoient attend dans le noyau. Cela finit quand le professeur la rend, ou quand il part.',
    open: 'Le labo lit de nouveau tout le monde\u202f: ce qui attendait arrive, dans l’ordre de chacun.',
    'kept-out':
      'Le professeur l’a mis dehors\u202f: sa connexion se termine, et, tant que la séance dure, ni lui ni, venu sans navigateur, son adresse ne rentrent. Au noyau, le labo accepte puis ferme aussitôt.',
    'let-in': 'Le professeur le laisse revenir\u202f: il peut se connecter de nouveau.',
  },
  reached: (name: string) =>
    `connect a rendu la main\u202f: la poignée de main SYN, SYN-ACK, ACK est achevée, et la connexion vers ${name} est ESTABLISHED. Le serveur d’en face n’a pas forcément appelé accept\u202f: son noyau suffit.`,
  forked: (name: string, child: number, parent: number) =>
    `fork a rendu la main deux fois\u202f: dans l’enfant ${child}, qui lit la connexion de ${name}, et dans le parent ${parent}, qui y écrit. La socket est la même pour les deux.`,
  listenerClosed:
    'Le programme ferme cette socket d’écoute. Les connexions qu’elle a rendues vivent encore\u202f: chacune est une socket à part.',
  tlsOnPlain:
    'Les premiers octets (16 03) sont ceux d’une négociation TLS, mais ce point d’écoute parle TCP tout court. Ils passent comme n’importe quels octets\u202f; personne ne répondra à la négociation. Visez un point d’écoute TLS, ou parlez sans TLS.',
  httpOnRaw:
    'La première ligne est une requête HTTP\u202f: quelqu’un a ouvert cette adresse dans un navigateur. Ses lignes passent comme n’importe quelles lignes\u202f; le programme n’y répond rien de lui-même, et le navigateur attend sans fin. Fermez cet onglet\u202f: la page du labo est à un autre port, et c’est socat qui a sa place ici.',
  refusals: {
    'not-tls':
      'La connexion TCP était faite, mais les premiers octets ne sont pas une négociation TLS\u202f: le labo ferme. Utilisez OPENSSL dans socat, ou un point d’écoute TCP.',
    'certificate-refused':
      'Le client a refusé le certificat du labo\u202f: il ne connaît pas son autorité. Donnez-lui socket-lab-ca.pem (cafile=), ou renoncez à vérifier (verify=0).',
    'handshake-failed':
      'La connexion TCP était faite, mais la négociation TLS n’a pas abouti. Le programme ne l’a jamais vue.',
    'handshake-timeout':
      'La connexion TCP était faite, mais la négociation TLS n’a pas été achevée en 10\u00a0s. Les autres n’ont pas attendu.',
    'too-soon':
      'Une connexion de cette adresse vient d’être fermée parce qu’elle ne lisait rien. La même adresse attend avant de revenir\u202f: 1\u00a0s la première fois, le double chaque fois, 60\u00a0s au plus. Qui partage l’adresse d’un autre participant n’attend pas.',
  } as Partial<Refusals>,
  childDied:
    'Le processus qui lisait la connexion est mort avant la fin du flot. Le parent l’apprend par wait, et ferme sa moitié.',
  deadlock:
    'Les deux programmes sont bloqués dans recv, chacun sur la connexion de l’autre, et rien n’est en route entre eux. Aucun ne peut sortir de recv sans que l’autre écrive\u202f: c’est un interblocage.',
  refused: 'Le labo a refermé cette connexion dès son arrivée. Le programme ne l’a jamais vue.',
  refusedOften: 'Il en est venu beaucoup en une seconde\u202f: un seul événement les compte.',
  blocked: (name: string) =>
    `${name} ne lit pas\u202f: sa fenêtre TCP s’est fermée, le tampon du noyau est plein, et sendall ne rend pas la main. Le programme n’a qu’un processus\u202f: il n’accepte, ne lit et ne sert plus personne.`,
  unblocked: (name: string) =>
    `Le noyau a pris tout ce qui allait à ${name}, ou sa connexion est finie\u202f: sendall rend la main, et le programme continue.`,
  paused: (name: string) =>
    `${name} ne lit pas assez vite\u202f: sa fenêtre TCP s’est fermée, et send ne prend plus tout. Ce qui va à ${name} attend dans sa file. Qui y a mis plus que sa part n’est plus lu\u202f: ses octets restent dans le noyau, et son propre send bloque. C’est la contre-pression\u202f; les autres n’attendent pas.`,
  resumed: (name: string) =>
    `La file de ${name} s’est vidée, ou l’une des deux connexions est finie. Le programme relit qui l’avait remplie et est encore là.`,
  trouble:
    'Le labo ne montre que ce qu’il a pu garder. Tant que le journal ne s’écrit pas, il ne lit plus personne\u202f: rien ne se perd, les octets attendent dans le noyau.',
  stopped:
    'Le programme ferme sa socket d’écoute\u202f: plus personne ne peut se connecter. Avec SO_REUSEADDR, le port peut resservir aussitôt, malgré les connexions en TIME_WAIT.',
}

export type ExplainWords = typeof explain
