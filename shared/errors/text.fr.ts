/** What each error says: what happened, where, what to do. `{name}` is filled from the error's parameters. */
import type { ErrorSentences } from './sentences.ts'

export const errors: ErrorSentences = {
  'bad-request': 'La demande n’est pas valable ({detail})\u202f: vérifiez les valeurs.',
  'bad-message': 'Un message ne suit pas le protocole ({detail})\u202f: rechargez la page.',
  'malformed-request':
    'Ce qui est arrivé n’est pas une demande HTTP ({detail})\u202f: ce port est celui de la page du labo.',
  'raw-client-at-page':
    'Ce qui est arrivé n’est pas une demande HTTP ({detail})\u202f: ce port est celui de la page du labo. Un client TCP se connecte à {where}.',
  'https-wanted':
    'La page de ce labo est chiffrée\u202f: son adresse commence par https://, et non par http://. Tapez https:// devant le même nom et le même port.',
  'not-a-websocket': 'Il n’y a pas de WebSocket à {path}\u202f: il est à /api/ws.',
  'bad-name':
    'Le nom «\u202f{name}\u202f» ne convient pas\u202f: prenez de 1 à 32 lettres, chiffres, espaces, - _ . ou apostrophes, dont au moins une lettre.',
  'name-invisible':
    'Le nom «\u202f{name}\u202f» contient un caractère que personne ne voit, ou qui déplace les autres\u202f: tapez-le à nouveau.',
  'name-scripts':
    'Le nom «\u202f{name}\u202f» mélange des alphabets, ou en prend un que peu savent lire\u202f: gardez les lettres d’un seul.',
  'name-reserved':
    'Le labo emploie lui-même «\u202f{name}\u202f», ou un mot qui y ressemble\u202f: choisissez un autre nom.',
  'named-already': 'Il s’appelle déjà «\u202f{name}\u202f». Cela ne se change que sur la machine du labo.',
  'not-your-address':
    'On nomme un participant venu de sa propre adresse ({own})\u202f; celui-ci vient de {address}. Sur la machine du labo, on nomme tout le monde.',
  'name-taken':
    'Le nom «\u202f{name}\u202f» est déjà pris dans cette séance, ou lui ressemble trop\u202f: choisissez-en un autre.',
  'unknown-run': 'Il n’y a pas de séance {run} ici\u202f: l’accueil donne la liste.',
  'unknown-file': 'La séance {run} n’a pas de fichier {file}\u202f: sa page donne la liste.',
  'file-in-use': 'Le fichier {file} de la séance {run} sert encore\u202f: attendez sa fin, ou arrêtez la séance.',
  'no-file-wanted': 'Le programme de la séance {run} n’envoie pas de fichier\u202f: lancez un émetteur de fichiers.',
  'file-refused':
    'Le labo n’a pas la place de garder «\u202f{name}\u202f» ({errno})\u202f: choisissez un fichier plus petit, ou supprimez-en.',
  'file-cut':
    'La fin de «\u202f{name}\u202f» n’est pas arrivée\u202f: rien n’en est gardé, choisissez le fichier à nouveau.',
  'run-not-running': 'La séance {run} est terminée\u202f: relancez-la, ou choisissez-en une en cours.',
  'run-goes-on': 'La séance {run} n’est pas terminée\u202f: arrêtez-la d’abord.',
  'not-joinable': 'Le programme de la séance {run} n’écoute pas\u202f: personne ne peut s’y connecter.',
  'no-web-listener':
    'La séance {run} n’a que des sockets unix\u202f: un navigateur n’y entre pas. Ouvrez-lui un point d’écoute TCP ou TLS.',
  'last-listener':
    'La séance {run} n’a plus que ce point d’écoute\u202f: arrêtez la séance, ou ouvrez d’abord un autre point d’écoute.',
  'too-many-listeners': 'Une séance a {limit} points d’écoute au plus\u202f: fermez-en un d’abord.',
  'unknown-listener': 'La séance {run} n’a pas de point d’écoute {listener}.',
  'tls-not-shared':
    'Ce programme partage ses connexions avec un enfant (fork), et un chiffrement TLS ne se partage pas entre deux processus\u202f: ouvrez des points d’écoute TCP ou unix.',
  'tls-failed':
    'Le labo n’a pas pu préparer son certificat TLS dans {folder} ({detail})\u202f: vérifiez que ce dossier peut être écrit.',
  'tls-files':
    'Le certificat {cert} et la clé {key} ne peuvent pas servir ({detail})\u202f: donnez deux fichiers PEM qui vont ensemble.',
  'no-ipv6': 'Cette machine n’a pas IPv6 (adresse {host})\u202f: prenez un point d’écoute IPv4.',
  'path-in-use': 'Un programme écoute déjà sur {path}\u202f: arrêtez-le ou choisissez un autre chemin.',
  'path-in-use-by-run':
    'La séance {run} de ce labo écoute déjà sur {path}\u202f: allez-y, arrêtez-la, ou choisissez un autre chemin.',
  'path-taken':
    'Le fichier {path} existe et n’est pas une socket\u202f: le labo n’y touche pas. Choisissez un autre chemin.',
  'path-unusable': 'Aucune socket ne peut être créée en {path} ({errno})\u202f: vérifiez le dossier et ses droits.',
  'path-denied': 'D’une autre machine, une socket unix ne peut avoir qu’un nom simple, sans dossier ({path}).',
  'no-keyboard': 'Le programme de la séance {run} ne lit pas de clavier.',
  'no-select':
    'Le programme de la séance {run} n’attend pas dans select\u202f: il n’a pas de réveils à servir un par un.',
  'target-denied':
    'Ce labo ne se connecte pas à {host} ({address})\u202f: visez cette machine, la vôtre, ou demandez --allow-target au lancement.',
  'target-unknown': 'Aucune adresse ne correspond à {host}\u202f: vérifiez le nom.',
  'not-yours': 'Le participant {participant} de la séance {run} n’est pas, ou n’est plus, l’un des vôtres.',
  'not-allowed': 'Ce labo ne vous permet pas de faire cela ({command})\u202f: demandez-le à qui le peut.',
  muted:
    'Le professeur vous a rendu muet dans la séance {run}\u202f: rien n’est envoyé. Vous recevez toujours ce que disent les autres.',
  'no-floor':
    'Dans la séance {run}, la parole est à {name}\u202f: rien n’est envoyé tant que le professeur ne l’a pas rendue à tous.',
  'kept-out':
    'Le professeur vous a mis dehors de la séance {run}, tant qu’elle dure. Lui seul peut vous laisser revenir.',
  'not-kept-out': 'Personne du numéro {participant} n’est dehors de la séance {run}.',
  'teacher-only':
    'C’est réservé au professeur ({command})\u202f: dans ce labo, qui n’a pas le lien du professeur, ou appelle sans page, ne peut pas le faire.',
  'owner-only': 'Seuls le professeur et la personne qui a lancé la séance {run} peuvent faire cela ({command}).',
  'unknown-person': 'Aucun participant ne s’appelle «\u202f{name}\u202f»\u202f: les noms comptent lettre par lettre.',
  'person-present': 'La séance {run}, où {name} participe, n’est pas finie\u202f: arrêtez-la d’abord.',
  'wrong-secret':
    'Ce lien du professeur n’est pas, ou n’est plus, celui de ce labo\u202f: le plus récent est affiché dans sa console.',
  'pin-wanted':
    'On entre dans ce labo avec un code à six chiffres\u202f: il est projeté dans la salle, demandez-le au professeur.',
  'wrong-pin': 'Ce n’est pas, ou plus, le code de ce labo\u202f: regardez celui qui est projeté.',
  'lab-locked':
    'Ce labo est fermé aux nouveaux venus\u202f: ceux qui étaient là peuvent revenir, les autres demandent au professeur.',
  'unknown-participant':
    'La séance {run} n’a pas, ou n’a plus, de participant {participant}\u202f: sa liste dit qui est là.',
  'no-connection':
    'Le participant {participant} de la séance {run} envoie des datagrammes\u202f: il n’y a pas de connexion à fermer.',
  'port-in-use': 'Le port {port} de {host} est occupé{holder}\u202f: arrêtez ce programme ou choisissez un autre port.',
  'port-in-use-by-run':
    'Le port {port} de {host} est occupé par la séance {run} de ce labo\u202f: allez-y, arrêtez-la pour démarrer ici, ou choisissez un autre port.',
  'port-in-use-by-page': 'Le port {port} est occupé par la page de ce labo\u202f: choisissez un autre port.',
  'port-in-use-by-lab':
    'Le port {port} de {host} est occupé par une connexion de ce labo lui-même\u202f: choisissez un autre port.',
  'port-in-use-by-other-lab':
    'Le port {port} de {host} est occupé par un autre Socket Lab (PID {pid}{page})\u202f: servez-vous de celui-là, arrêtez-le par Ctrl+C dans son terminal, ou choisissez un autre port (--port et --web-port au lancement).',
  'port-asked-twice':
    'Le port {port} de {host} est demandé deux fois\u202f: donnez un autre port à l’un des deux points d’écoute.',
  'port-in-time-wait':
    'Sans SO_REUSEADDR, le port {port} est refusé\u202f: le noyau y garde encore {states} d’un programme précédent ({count} en tout). Attendez {seconds}\u202fs, ou activez reuse-address. Node met toujours SO_REUSEADDR\u202f: le labo applique lui-même ici la règle du noyau, d’après ses tables.',
  'port-still-connected':
    'Sans SO_REUSEADDR, le port {port} est refusé\u202f: il a encore {states} ({count} en tout), et aucun délai n’y mettra fin. Fermez ces connexions, ou activez reuse-address. Node met toujours SO_REUSEADDR\u202f: le labo applique lui-même ici la règle du noyau, d’après ses tables.',
  'reuse-unsupported':
    'Le labo ne peut pas écouter sans SO_REUSEADDR ici\u202f: Node le met toujours, et ce système ne montre pas les tables d’après lesquelles le labo appliquerait la règle. Laissez reuse-address activé.',
  'port-denied': 'Le système refuse le port {port} de {host} à cet utilisateur\u202f: prenez-en un de 1024 à 65535.',
  'address-unavailable': 'Cette machine n’a pas d’adresse {host}\u202f: prenez 127.0.0.1 ou 0.0.0.0.',
  'no-free-port': 'Les ports {first} à {last} sont tous occupés\u202f: arrêtez une séance, ou donnez un autre port.',
  'too-many-runs':
    'Autant de séances sont en cours que le labo en admet ({limit}, dont les dernières sont gardées pour qui n’en a pas)\u202f: arrêtez-en une d’abord, ou lancez le labo avec {flag}.',
  'too-many-runs-of-asker':
    'Vous avez {limit} séances en cours, le plus pour une page ou une adresse\u202f: arrêtez-en une d’abord, ou lancez le labo avec {flag}.',
  'too-many-runs-of-address':
    'Votre adresse a {limit} séances en cours, le plus pour toutes ses pages\u202f: arrêtez-en une d’abord, ou lancez le labo avec {flag}.',
  'too-many-own-runs':
    'Vous avez {limit} séances en cours, et un étudiant ne peut pas en avoir plus\u202f: arrêtez-en une d’abord.',
  'too-many-participants':
    'La séance {run} est complète ({limit} participants, dont les dernières places sont gardées pour qui n’en a pas)\u202f: attendez qu’un participant parte, ou lancez le labo avec {flag}.',
  'too-many-participants-of-page':
    'Cette page a {limit} participants, le plus pour une page\u202f: déconnectez-en un d’abord, ou lancez le labo avec {flag}.',
  'too-many-pages':
    'Autant de pages sont ouvertes que le labo en admet ({limit}, dont les dernières sont gardées pour les adresses qui n’en ont pas)\u202f: fermez-en une, ou lancez le labo avec {flag}.',
  'too-many-pages-of-address':
    'Votre adresse a {limit} pages de ce labo ouvertes, le plus pour une adresse\u202f: fermez-en une, ou lancez le labo avec {flag}.',
  'no-descriptors':
    'Le labo a ouvert autant de fichiers et de connexions que le système le lui permet ({limit})\u202f: attendez un moment, ou augmentez ulimit -n avant de le lancer.',
  'forbidden-origin':
    'La page de {origin} ne peut pas se servir de ce labo\u202f: ouvrez le labo à sa propre adresse, ou lancez-le avec --public {url}.',
  'forbidden-host':
    'Ce labo ne répond pas au nom de {host}\u202f: ouvrez l’une des adresses qu’il a affichées, ou lancez-le avec --public {url}.',
  overloaded:
    'Le labo ne peut pas en prendre davantage pour l’instant, ou le programme ne lit pas assez vite\u202f: attendez un instant, puis recommencez.',
  'lab-ending': 'Le labo se termine\u202f: il ne lance plus rien.',
  'journal-failed': 'Le journal ne peut pas être écrit\u202f: lire et accepter attendent qu’il le puisse.',
  'journal-full':
    'Le journal de cette séance est plein\u202f: elle ne lit plus rien et n’accepte plus personne. Lancez-en une nouvelle.',
  'disk-full': 'Le disque est plein\u202f: lire et accepter attendent qu’il y ait de la place pour le journal.',
  'connection-failed': 'La connexion au port {port} de {host} a échoué ({errno}).',
  'not-found': 'Il n’y a rien à {path}.',
  'method-not-allowed': 'La méthode {method} n’a pas de sens à {path}\u202f: cette adresse accepte {allowed}.',
  'request-timeout': 'La demande n’est pas arrivée entière en {seconds}\u202fs\u202f: recommencez.',
  'body-too-large': 'Le corps d’une demande a {limit} octets au plus\u202f: envoyez-en un plus court.',
  'address-too-long': 'Une adresse a des parties de {limit} caractères au plus\u202f: prenez-en une plus courte.',
  'unsupported-type': 'Le labo ne lit pas ici de corps de type {type}\u202f: /api/docs dit ce que chaque appel prend.',
  'range-unsatisfiable': 'Ces octets n’existent pas\u202f: l’intervalle commence après la fin.',
  'expectation-failed': 'Le labo ne connaît d’autre Expect que 100-continue\u202f: retirez cet en-tête.',
  'headers-too-large': 'Les en-têtes d’une demande ont {limit} octets au plus\u202f: envoyez-en moins.',
  internal: 'Le labo n’y est pas arrivé\u202f: son terminal en dit plus.',
}
