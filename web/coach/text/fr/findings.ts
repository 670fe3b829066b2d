/**
 * What the coach says about a socat command. `{name}` is filled from the finding's values; options, signals and errors
 * have the names of socat and POSIX. Counterpart: `web/coach/command/finding.ts`, the codes.
 */
import type { FindingCode } from '../../command/finding.ts'

export const findings: Record<FindingCode, string> = {
  prompt:
    '«\u202f{prompt}\u202f» est l’invite du terminal, pas une partie de la commande\u202f: le shell chercherait un programme de ce nom, ou prendrait la ligne pour un commentaire.',
  'no-program': 'La ligne commence par une adresse ou une option\u202f: il manque le nom du programme, socat.',
  'misspelt-program': 'Le shell ne connaît pas «\u202f{name}\u202f». Le programme s’appelle socat, en minuscules.',
  'other-program':
    '«\u202f{name}\u202f» n’est pas socat\u202f: ses options et sa façon d’écrire les adresses sont autres.',
  'nc-with-addresses':
    'Ces adresses sont celles de socat, mais la commande lance {name}, qui lit autrement ses options et ses adresses\u202f: son délai d’inactivité, par exemple, est -w, et -T appartient à socat.',
  typographic:
    '«\u202f{sign}\u202f» vient d’un traitement de texte ou d’un PDF. Le shell et socat attendent le signe du clavier, {plain}.',
  'unclosed-quote': 'Ce guillemet n’est jamais refermé\u202f: le shell attend la suite sur la ligne d’après.',
  placeholder: '«\u202f{text}\u202f» tient la place de quelque chose à compléter\u202f: mettez-y vos propres adresses.',
  history:
    'Dans un terminal, bash remplace\u202f!! par la dernière commande tapée, même entre guillemets doubles. Entre apostrophes, socat reçoit bien\u202f!!.',
  tilde: 'Le shell ne remplace ~ qu’au début d’un mot. Ici socat chercherait un dossier nommé ~\u202f; écrivez $HOME.',
  brackets:
    'Pour le shell, les crochets, * et\u202f? sont des motifs de noms de fichiers. bash laisse passer ce mot s’il ne désigne aucun fichier\u202f; zsh refuse la ligne. Entre apostrophes, il est sûr partout.',
  variable:
    'Le shell remplacera cette partie avant que socat ne la voie. Ce qu’elle vaudra, l’assistant ne peut pas le savoir.',
  'unknown-flag': 'socat n’a pas d’option {flag}.',
  'nc-flag': '{flag} est une option de nc ou d’un autre programme. Ce qui s’en approche dans socat\u202f: {instead}.',
  'merged-flags': 'socat ne lit pas plusieurs lettres derrière un même tiret\u202f: écrivez {apart}.',
  'flag-value': '{flag} demande un nombre juste après, et ce qui suit n’en est pas un.',
  'flag-not-number':
    '{flag} demande un nombre, avec un point pour les décimales et sans unité\u202f: «\u202f{value}\u202f» n’en est pas un.',
  'flag-text': '{flag} demande un nom\u202f: socat prendrait l’adresse qui suit pour ce nom, et il en manquerait une.',
  'both-directions': '-u et -U disent le contraire l’une de l’autre\u202f: gardez-en une seule.',
  'late-flag':
    'Les options de socat viennent avant les deux adresses. Ici, {flag} serait pris pour une adresse de trop.',
  'single-d':
    'Un seul -d ne montre que les avertissements. Avec -d -d, on voit chaque connexion s’ouvrir et se fermer.',
  'cut-by-silence':
    '-T {seconds} arrête tout après {seconds} s sans un octet, dans un sens comme dans l’autre\u202f: qui réfléchit en tapant est coupé. Le compte commence une fois la connexion faite, pas pendant l’attente.',
  'silence-after-connect':
    '-T {seconds} compte les secondes de silence une fois les deux bouts ouverts. L’attente d’une connexion n’y entre pas\u202f: pour elle, il y a accept-timeout et connect-timeout.',
  't-is-not-T':
    '-t {seconds} ne sert qu’après une fin de fichier\u202f: socat attend encore {seconds} s ce que l’autre bout veut dire. Pour finir après un silence, c’est -T.',
  'half-second':
    'Après Ctrl+D, socat n’attend l’autre sens qu’une demi-seconde, puis ferme. Si l’autre bout répond plus tard, -t 30 lui laisse le temps.',
  'half-second-fed':
    'L’entrée finit tout de suite\u202f: socat envoie FIN, attend une demi-seconde, puis ferme. Une réponse plus lente est perdue\u202f; -t 5 l’attend.',
  'blank-after-comma':
    'Cet espace coupe l’adresse en deux\u202f: pour le shell, «\u202f{before}\u202f» et «\u202f{after}\u202f» sont deux mots, et socat voit une adresse de trop. Une adresse s’écrit sans espace.',
  'blank-inside':
    'Une adresse est un seul mot\u202f: entre «\u202f{before}\u202f» et «\u202f{after}\u202f», il faut deux-points, et pas d’espace.',
  'program-in-pieces':
    'Le shell coupe aux espaces\u202f: {head} ne reçoit que le premier mot. Mettez la commande entre apostrophes.',
  'too-few': 'socat relie exactement deux adresses, et il y en a ici {count}.',
  'too-many': 'socat relie exactement deux adresses, et il y en a ici {count}. Y a-t-il un espace de trop\u202f?',
  'unknown-address': 'socat ne connaît pas de type d’adresse «\u202f{name}\u202f».',
  'address-near': 'socat ne connaît pas «\u202f{name}\u202f». Le nom le plus proche est {near}.',
  'no-readline':
    'Debian et Ubuntu livrent socat sans READLINE, pour une raison de licence. STDIO fait le travail\u202f; rlwrap socat y ajoute l’historique.',
  newer: '«\u202f{name}\u202f» est arrivé avec socat 1.8. La version 1.7, celle de Debian 12, le refuse.',
  'bare-target':
    '«\u202f{name}\u202f» ne dit pas comment y aller\u202f: une adresse commence par son type, par exemple TCP.',
  'bare-file':
    'Sans / ni type, «\u202f{name}\u202f» n’est pas pris pour un fichier\u202f: mettez-lui le type OPEN devant.',
  'unknown-option': 'Aucune adresse n’a d’option «\u202f{name}\u202f».',
  'option-near': 'socat ne connaît pas l’option «\u202f{name}\u202f». Le nom le plus proche est {near}.',
  'port-as-option':
    'Après une virgule viennent des options. Le port {port} se met derrière deux-points\u202f: {type}:{port}.',
  'misplaced-option': '{type} n’a que faire de l’option {name}, et socat la refuse.',
  'option-elsewhere': 'L’option {name} ne va pas avec {type}, mais avec l’autre bout, {other}.',
  'not-a-socket':
    '{name} règle une socket, et STDIO n’en est pas une\u202f: le système refuse (ENOTSOCK). L’option va avec l’adresse réseau.',
  'value-needed': 'L’option {name} demande une valeur\u202f: {name}=…',
  'value-refused': 'L’option {name} ne prend pas de valeur.',
  'value-not-number': 'L’option {name} demande un nombre, et «\u202f{value}\u202f» n’en est pas un.',
  'max-children-alone': 'max-children limite les processus que fork crée\u202f: sans fork, socat le refuse.',
  case: 'socat ne distingue pas les majuscules dans les noms de types et d’options\u202f: {name} et {upper} sont le même. Les hôtes et les fichiers, eux, se prennent tels quels.',
  'missing-port':
    '{type} demande un port de plus\u202f: il y a {count} paramètre(s) sur {wanted}. Celui du labo est d’ordinaire 8080\u202f; mettez le vôtre.',
  'missing-params': '{type} demande {wanted} paramètre(s), séparés par deux-points, et il y en a {count}.',
  'extra-params': '{type} prend {wanted} paramètre(s), et il y en a {count}. Les options, elles, suivent une virgule.',
  'ipv6-brackets':
    'Les deux-points d’une adresse IPv6 se confondent avec ceux de socat\u202f: mettez-la entre crochets.',
  'listen-host': '{type} ne prend que le port. L’adresse sur laquelle écouter se dit par l’option bind={host}.',
  slashes: 'Une adresse de socat n’est pas une URL\u202f: pas de // devant l’hôte.',
  'port-empty':
    'Il manque le numéro de port après les deux-points. Celui du labo est d’ordinaire 8080\u202f; mettez le vôtre.',
  'port-unknown':
    '«\u202f{port}\u202f» n’est ni un numéro de port, de 1 à 65535, ni un service connu ici. Si la machine le connaît, il est dans /etc/services.',
  'port-zero': 'On ne peut pas se connecter au port 0\u202f: il n’existe que pour demander un port libre en écoutant.',
  'port-any': 'Le port 0 laisse le système en choisir un libre. -d -d montre lequel.',
  'port-wraps':
    'Un port va jusqu’à 65535. socat ne dit rien, mais garde les 16 derniers bits\u202f: {port} devient {real}.',
  'port-octal': 'Un nombre qui commence par 0 est lu en octal\u202f: {port} devient {real}.',
  'port-garbage':
    'socat ne lit que les chiffres du début et laisse tomber le reste\u202f: le port est {real}. Une option se sépare par une virgule.',
  'port-low': 'Les ports au-dessous de 1024 sont réservés\u202f: sans être root, le système refuse {port} (EACCES).',
  'bad-ipv4': 'Dans {host}, un nombre dépasse 255\u202f: ce n’est pas une adresse IPv4.',
  'host-family': '{type} et {host} ne sont pas de la même famille d’adresses\u202f: il faut {right}.',
  'bind-family':
    '{type} écoute ici en IPv4, et {host} est une adresse IPv6\u202f: il faut {right}, ou l’option pf=ip6.',
  'host-any':
    '{host} veut dire «\u202ftoutes mes adresses\u202f» et sert à écouter. S’y connecter mène par chance à cette machine\u202f; écrivez l’adresse voulue.',
  'long-path': 'Ce chemin a {length} caractères, et celui d’une socket Unix en a au plus 108.',
  'no-fork': 'Sans fork, socat sert un seul client, puis se termine. Avec fork, chaque client a son processus.',
  'one-client':
    'Sans fork, socat sert un seul client, puis se termine\u202f: le suivant trouve le port fermé. Pour un clavier ou un fichier, c’est souvent ce que l’on veut.',
  'no-reuseaddr':
    'Sans reuseaddr, relancer la commande juste après peut échouer\u202f: le port reste pris tant qu’une connexion passée est en TIME_WAIT.',
  'both-listen':
    'socat ouvre ses adresses l’une après l’autre\u202f: ce second port n’écoute qu’une fois le premier client arrivé.',
  'fork-second':
    'La première adresse est ouverte une seule fois, avant fork\u202f: tous les clients la partagent. Mettez l’adresse avec fork en premier.',
  'fork-connect':
    'Avec fork, un client ne se contente pas d’une connexion\u202f: il se reconnecte sans fin, un processus chaque fois.',
  'open-shell':
    'Quiconque atteint ce port reçoit un shell avec vos droits. Au moins bind=127.0.0.1 ou range=… pour dire qui.',
  'recvfrom-once':
    'UDP-RECVFROM reçoit un datagramme, répond au besoin, et se termine. Avec fork, il sert aussi les suivants\u202f; UDP-RECV les reçoit tous, sans répondre.',
  'recv-one-way':
    'UDP-RECV ne fait que recevoir\u202f: ce qui viendrait de l’autre bout ne peut pas partir, et sa fin arrête tout. Dites-le par -u ou -U.',
  'first-sender-only': 'UDP-LISTEN attend un premier datagramme, puis n’écoute plus que cet expéditeur.',
  'no-end-of-file':
    'UDP n’a pas de fin de fichier\u202f: l’autre bout ne saura pas que c’est fini. Ctrl+C, ou -T et un nombre de secondes.',
  'file-as-datagrams':
    'Le fichier part en morceaux de 8192 octets, un datagramme chacun (-b change la taille). Rien ne dit la fin, et un datagramme perdu n’est pas renvoyé.',
  'receive-both-ways':
    'Sans -u ni -U, le fichier est aussi lu\u202f: il part vers l’autre bout, sa fin ferme ce sens, et socat s’arrête après une demi-seconde de silence. Le reste de l’envoi est perdu.',
  'send-both-ways':
    'Sans -u, le fichier est ouvert aussi en écriture\u202f: ce que l’autre bout envoie s’écrit dedans.',
  'no-create': 'OPEN ne crée pas le fichier\u202f: s’il n’existe pas, socat s’arrête (ENOENT).',
  'no-trunc':
    'create ne vide pas un fichier qui existe\u202f: s’il était plus long, sa fin d’avant y reste. Ajoutez trunc, ou append pour écrire à la suite.',
  'create-reads':
    'CREATE ouvre le fichier en écriture seule, et socat voudrait aussi le lire\u202f: il échoue. Donnez le sens par -u ou -U.',
  'reads-new-file':
    'Le sens donné lit ce fichier, mais ses options sont celles d’un fichier qu’on écrit. Le sens est-il à l’envers\u202f?',
  'same-ends': 'Les deux bouts sont le même terminal\u202f: ce que vous tapez revient à l’écran.',
  'no-verify':
    'verify=0 chiffre, mais accepte n’importe quel certificat\u202f: on ne sait pas à qui l’on parle. cafile=… le vérifie.',
  'no-cafile':
    'Sans cafile, seules les autorités du système font foi\u202f: un certificat fait pour le labo ou pour un essai est refusé.',
  'no-cert': 'Sans cert=…, ce serveur n’a rien à présenter\u202f: il écoute, mais chaque poignée de main TLS échoue.',
  'wants-client-cert': 'Par défaut, le serveur exige aussi un certificat du client. verify=0 s’en passe.',
  'blank-for-comma':
    'Une adresse est un seul mot\u202f: l’option «\u202f{after}\u202f» suit une virgule, et pas un espace.',
  'missing-host':
    '{type} demande un hôte avant le port\u202f: il y a {count} paramètre(s) sur {wanted}. 127.0.0.1 est cette machine.',
  'host-empty':
    'L’hôte manque entre les deux-points, et socat n’en trouve pas de sans nom. 127.0.0.1 est cette machine.',
  'fork-keyboard':
    'Avec fork, chaque client a son processus, et tous lisent le même clavier\u202f: une ligne tapée va à un seul d’entre eux, au hasard. Pour parler à un client, sans fork\u202f; pour les entendre seulement, -u.',
  'fork-both':
    'Avec fork aux deux bouts, chaque processus né du premier port veut écouter sur le second, et un seul l’obtient. Gardez fork au premier.',
  'raw-enter':
    'En mode raw, Entrée envoie CR (\\r) et non LF (\\n)\u202f: qui lit par lignes attend toujours la fin de la vôtre. icrnl rétablit la conversion. Ctrl+C et Ctrl+D n’y agissent plus non plus\u202f: ce sont des octets qui partent.',
  crnl: 'Les lignes de {protocol} finissent par CR LF, et le clavier n’envoie que LF. crnl convertit dans les deux sens.',
}
