/** Guides of the class sheet’s second table, the page on socat. `experiments.ts` has the signs that stand for names and addresses. */
export const socatGuides = {
  tls: {
    button: 'TLS',
    title: 'Un point d’écoute TLS',
    steps: {
      'tls-listener': 'Rejoindre, «\u202fPoints d’écoute de la séance\u202f»\u202f: ouvrez un point d’écoute TLS.',
      'tls-in': 'Collez sa commande, avec l’autorité téléchargée à côté.',
      'no-authority': 'Sans cafile\u202f: «\u202fil ne fait pas confiance au certificat\u202f».',
      'not-tls': 'Par TCP vers ce point d’écoute, et une ligne\u202f: «\u202fce n’est pas du TLS\u202f».',
    },
    why: [
      'TLS s’établit après connect\u202f: le certificat est présenté dans une connexion TCP déjà ouverte, et le client peut encore le refuser.',
      'Le noyau ne voit qu’une connexion TCP\u202f: le chiffrement se fait dans les deux programmes.',
    ],
  },
  unix: {
    button: 'Socket unix',
    title: 'Une socket sans réseau',
    steps: {
      'unix-listener': 'Rejoindre\u202f: ouvrez un point d’écoute unix, et regardez son fichier par ls -l.',
      'unix-in': 'Collez sa commande.',
      'unix-count': 'Le noyau compte les connexions\u202f; le client n’a ni adresse ni port.',
    },
    why: [
      'Le chemin est un nom dans le système de fichiers, de type s. Les octets ne passent par aucune interface réseau.',
      'Les droits du fichier disent qui peut se connecter\u202f: 0600, seul son propriétaire.',
    ],
  },
  ipv6: {
    button: 'IPv6',
    title: 'Deux familles, une seule pièce',
    steps: {
      'v6-listener': 'Rejoindre\u202f: ouvrez un point d’écoute IPv6.',
      'v6-in': 'Collez sa commande\u202f: TCP6, et l’adresse entre crochets.',
      'v4-in': 'Venez aussi par IPv4\u202f: socat STDIO {socat}',
      families: 'Les deux sont dans la même séance\u202f; la liste dit par quel point d’écoute chacun est venu.',
    },
    why: [
      'Une socket AF_INET et une socket AF_INET6 ont chacune leur famille d’adresses\u202f; le programme les attend toutes deux par select.',
    ],
  },
  'file-in': {
    button: 'Recevoir un fichier',
    title: 'FIN est la fin du fichier',
    steps: {
      'file-begun': 'Dans un terminal\u202f: socat -u OPEN:f {socat}',
      'file-whole': 'Le fichier est entier\u202f: comparez la somme SHA-256 à celle de sha256sum f.',
    },
    why: [
      'TCP ne transmet ni nom ni longueur\u202f: seul FIN dit que c’est fini. Un émetteur qu’on interrompt envoie FIN aussi, et seule la somme montre alors ce qui manque.',
    ],
  },
  'file-out': {
    button: 'Envoyer un fichier',
    title: 'Celui qui reçoit s’en va',
    steps: {
      'file-offered': 'Déposez un fichier sur la page.',
      'file-taken': 'Dans un terminal\u202f: socat -u {socat} OPEN:f,create,trunc',
      'file-cut': 'Déposez un grand fichier, et Ctrl+C pendant l’envoi\u202f: la page le marque comme interrompu.',
    },
    why: [
      'Qui envoie sait que l’autre est parti avant la fin\u202f: son noyau reçoit RST. Qui reçoit ne le sait que par la somme.',
    ],
  },
  udp: {
    button: 'Datagrammes',
    title: 'Des frontières, pas de connexion',
    steps: {
      'two-senders': 'Dans deux terminaux\u202f: socat STDIO {socat}, et une ligne dans chacun.',
      empty: 'Un datagramme vide\u202f: socat -u /dev/null {socat},shut-null',
      boundaries: 'Chaque envoi est un datagramme, et recvfrom le rend entier.',
      'one-socket': 'Dans le noyau\u202f: une seule socket UDP, et ce qu’elle a jeté.',
    },
    why: [
      'UDP garde les frontières et ne garde rien d’autre\u202f: ni connexion, ni ordre, ni réponse que quelqu’un a reçu.',
      'Un datagramme trop grand ne part pas\u202f: sendto échoue avec EMSGSIZE, chez celui qui envoie.',
    ],
  },
  idle: {
    button: 'Délai d’inactivité',
    title: 'Qui ferme le premier',
    steps: {
      'idle-in': 'Dans un terminal, sans rien taper\u202f: socat STDIO {socat}',
      'left-first': 'Puis socat -T 5 STDIO {socat}\u202f: socat part le premier.',
      countdown: 'Le participant a un compte à rebours de 10 s.',
      'idle-out': 'À zéro, le programme ferme.',
    },
    why: [
      'TCP n’a pas de délai d’inactivité\u202f: une connexion muette dure tant que personne ne la ferme. C’est un programme qui compte, à un bout ou à l’autre.',
      '-T compte les secondes sans un octet, dans un sens comme dans l’autre\u202f; -t ne sert qu’après une fin de fichier.',
    ],
  },
  trace: {
    button: 'Les appels système',
    title: 'Le même événement, par les deux bouts',
    steps: {
      'in-pieces': 'Avec {1}, envoyez une ligne par morceaux.',
      'fin-sent': 'Avec {1}, ne parlez plus (FIN).',
      'rst-sent': 'Avec {2}, coupez (RST).',
      beside: 'À côté, dans un terminal\u202f: socat -d -d STDIO {socat}. L’onglet Trace dit l’autre bout.',
    },
    why: [
      'Un recv ne rend pas une ligne, mais ce qui est arrivé\u202f: une ligne en morceaux demande plusieurs appels.',
      'FIN se lit comme une fin de fichier, recv rend 0\u202f; RST se lit comme une erreur, ECONNRESET.',
    ],
  },
}
