/**
 * Experiments and their guides. `{1}` in a step stands for the name of participant 1, `{socat}` for
 * the address that leads socat to the program.
 * Counterpart: `web/experiments/`, which says when a step is done.
 */
import { classGuides } from './guides-class.ts'
import { socatGuides } from './guides-socat.ts'

export const experiments = {
  title: 'Expériences',
  lead: 'Tout est mis en place d’un clic\u202f; un guide dit quoi essayer, quoi regarder, et pourquoi.',
  names: { client: 'client', silent: 'muet', first: 'ana', second: 'bob' },
  start: (name: string) => `Lancer l’expérience\u202f: ${name}`,
  startLabel: (button: string, name: string) => (button === name ? name : `${button}\u202f: ${name}`),
  guide: (name: string) => `Guide\u202f: ${name}`,
  try: 'À essayer',
  watch: 'À regarder',
  why: 'Pourquoi',
  done: 'fait',
  seen: 'vu',
  toDo: 'pas encore',
  leave: 'Fermer le guide',
  fold: 'Replier le guide',
  unfold: 'Déplier le guide',
  other: 'Passer à l’autre programme',
  without: 'Relancer sans l’option',
  with: 'Relancer avec',
  cards: {
    join: {
      title: 'Entrer dans une séance',
      question: 'Pour commencer',
      body: 'Un relais, et chacun s’y connecte par socat\u202f: ce que le noyau et le programme en voient.',
    },
    backlog: {
      title: 'Le second client',
      question: 'Question 1',
      body: 'Un serveur qui sert un client à la fois\u202f: le second est connecté, et personne ne l’écoute.',
    },
    client: {
      title: 'Le client de lignes',
      question: 'Question 2',
      body: 'Il écrit et ne lit jamais\u202f: où va la réponse\u202f? Et que dit connect quand personne n’écoute\u202f?',
    },
    free: {
      title: 'Le dialogue libre',
      question: 'Question 4',
      body: 'Deux processus et une seule socket\u202f; la fin de fichier a deux sens.',
    },
    select: {
      title: 'select, pas à pas',
      question: 'Question 6',
      body: 'Retenez select, laissez parler, et servez un réveil à la fois.',
    },
    listeners: {
      title: 'TLS, unix, IPv6',
      question: 'Page sur socat',
      body: 'D’autres chemins vers le même relais\u202f: ce qui change, et ce que le noyau en sait.',
    },
    files: {
      title: 'Fichiers',
      question: 'Page sur socat',
      body: 'Un fichier par une connexion, dans un sens puis dans l’autre\u202f: qui sait qu’il est entier\u202f?',
    },
    datagrams: {
      title: 'UDP',
      question: 'Page sur socat',
      body: 'Deux terminaux, un récepteur\u202f: des frontières, et pas de connexion.',
    },
    calls: {
      title: 'Délais et appels',
      question: 'Page sur socat',
      body: 'Un délai d’inactivité à chaque bout, et le même événement raconté par les deux.',
    },
    restart: {
      title: 'Relancer sur le même port',
      question: 'Question 1',
      body: 'Un serveur qui ferme le premier laisse TIME_WAIT sur son port. Sans SO_REUSEADDR, le suivant est refusé\u202f; avec, il démarre.',
    },
    order: {
      title: 'Le dialogue à l’envers',
      question: 'Question 3',
      body: 'Le serveur et le client du dialogue alterné, lancés tous deux, et qui commencent pareil\u202f: par lire, ou par écrire.',
    },
    relay: {
      title: 'Un muet parmi les clients',
      question: 'Question 5',
      body: 'Sans select, le relais lit un client à la fois. L’un se tait, les autres parlent\u202f: où vont leurs octets\u202f?',
    },
    deaf: {
      title: 'Un client qui ne lit pas',
      question: 'Question 6',
      body: 'Un relais avec select, et le sendall de la feuille\u202f: un seul client cesse de lire pendant qu’un autre inonde. Qui attend\u202f?',
    },
  },
  guides: {
    ...classGuides,
    ...socatGuides,
    restart: {
      button: 'Lancer le serveur',
      title: 'Relancer sur le même port',
      steps: {
        stopped: 'Arrêtez le serveur pendant que {1} est connecté\u202f: il ferme le premier.',
        refused: 'Relancez sans l’option\u202f: le port est refusé.',
        'at-once': 'Relancez avec\u202f: le serveur écoute aussitôt.',
        'time-wait': 'Dans le noyau\u202f: TIME_WAIT, du côté du programme, et ses secondes qui descendent.',
      },
      why: [
        'Qui ferme le premier garde les deux adresses pendant une minute, au cas où un vieux segment arriverait encore. Sans SO_REUSEADDR, bind refuse un port où cela reste.',
        'Sous Linux, l’ancien programme et le nouveau doivent tous deux avoir mis l’option. Les sockets du labo l’ont toujours\u202f: si votre serveur ne la met pas, le suivant échoue, avec ou sans.',
        'Node met toujours SO_REUSEADDR\u202f: «\u202fsans l’option\u202f», c’est le labo qui applique la règle du noyau, d’après ses tables.',
      ],
    },
    'both-read': {
      button: 'Tous deux lisent d’abord',
      title: 'Tous deux lisent d’abord',
      steps: {
        typed: 'Tapez une ligne au clavier du programme\u202f: elle y reste.',
        over: 'Arrêtez l’un des deux programmes.',
        deadlock: 'L’interblocage est nommé, avec qui attend qui.',
        ended: 'L’autre lit alors la fin de fichier, et finit.',
      },
      why: [
        'Chacun est bloqué dans recv et n’écrira qu’après avoir lu. Aucune des deux files ne contient d’octet, et aucune n’en contiendra.',
        'Rien n’est en panne\u202f: la connexion est ESTAB. C’est le protocole qui est faux, et TCP ne le sait pas.',
      ],
    },
    'both-write': {
      button: 'Tous deux écrivent d’abord',
      title: 'Tous deux écrivent d’abord',
      steps: {
        wrote: 'Tapez une ligne au clavier de ce programme.',
        crossed: 'Passez à l’autre programme et tapez-en une aussi.',
        answered: 'Continuez\u202f: une seconde ligne de chaque côté.',
        waits: 'La première ligne arrivée attend dans Recv-Q\u202f: l’autre programme est à son clavier.',
      },
      why: [
        'Chacun écrit avant de lire\u202f: les premières lignes se croisent dans les files du noyau, puis chacun lit celle de l’autre.',
        'Cela marche, mais aucune ligne ne répond à la précédente. Et si chacun écrivait plus que les files ne peuvent tenir, les deux resteraient bloqués dans send.',
      ],
    },
    silent: {
      button: 'N connus, chacun son tour',
      title: 'N connus, dont un muet',
      steps: {
        spoke: 'Parlez avec {2}\u202f: personne ne l’entend.',
        unblocked: 'Parlez avec {1}\u202f: tout passe.',
        'recv-q': 'Dans le noyau\u202f: Recv-Q de {2} monte, le programme ne le lit pas.',
        turn: 'Le programme est bloqué dans recv({1}).',
      },
      why: [
        'Le programme lit le client 1, puis le 2, puis le 3. Tant que {1} se tait, recv ne rend pas la main.',
        'Les octets de {2} ne sont pas perdus\u202f: le noyau les garde. Un processus par client, ou select, évite d’attendre un seul d’entre eux.',
      ],
    },
    unknown: {
      button: 'N inconnu',
      title: 'N inconnu\u202f: bloqué dans accept',
      steps: {
        round: 'Parlez avec {1}, encore avec {1}, puis avec {2}\u202f: un tour de boucle de plus chaque fois.',
        unheard: 'Parlez encore avec {1}\u202f: personne ne l’entend.',
        newcomer: 'Ajoutez un participant\u202f: accept rend la main.',
        accept: 'Le programme est bloqué dans accept(), et personne ne vient.',
        unread: 'Dans le noyau\u202f: Recv-Q d’un client monte pendant ce temps.',
      },
      why: [
        'La boucle alterne accept et recv, et chacun des deux bloque. Dans accept, elle ne voit pas les octets\u202f; dans recv, elle ne voit pas le nouveau venu.',
        'Il faut attendre les deux à la fois, et c’est ce que fait select.',
      ],
    },
    sendall: {
      button: 'Relais avec sendall',
      title: 'Un client qui ne lit pas',
      steps: {
        deaf: 'Dans un terminal, un client qui ne lit jamais\u202f: socat -u - {socat}',
        flood: 'Dans un deuxième, un client qui inonde\u202f: yes | socat -u - {socat}',
        frozen: 'Parlez avec {1}\u202f: personne ne l’entend, {2} non plus.',
        freed: 'Ctrl+C dans le deuxième terminal, puis dans le premier\u202f: le programme reprend.',
        'in-sendall': 'Le programme est bloqué dans sendall, vers le client qui ne lit pas.',
        'send-q': 'Dans le noyau\u202f: Send-Q de ce client est plein, et ne descend pas.',
      },
      why: [
        'Le client ne lit pas\u202f: son tampon se remplit, sa fenêtre TCP se ferme, puis le tampon d’envoi du programme se remplit aussi. sendall ne rend la main que quand tout est dans le noyau.',
        'Le relais n’a qu’un processus\u202f: tant qu’il est dans sendall, il n’appelle ni select, ni recv, ni accept. Un seul client qui ne lit pas arrête donc tout le monde.',
        'Avec l’option «\u202fUne file pour chacun\u202f», le relais garde une file par client et n’écrit que quand select le dit prêt\u202f: seul attend celui qui remplit la file.',
      ],
    },
  },
}

export type ExperimentWords = typeof experiments
