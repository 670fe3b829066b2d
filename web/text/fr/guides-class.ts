/** Guides of the class sheet, question by question. `experiments.ts` has the signs that stand for names and addresses. */
export const classGuides = {
  join: {
    button: 'Ouvrir le relais',
    title: 'Entrer dans le relais',
    steps: {
      came: 'Dans un terminal\u202f: socat STDIO {socat}',
      said: 'Tapez-y une ligne\u202f: le relais la reçoit.',
      estab: 'Dans le noyau\u202f: une socket ESTAB pour chaque connexion.',
    },
    why: [
      'connect rend la main dès que le noyau d’en face a répondu. Le programme, lui, apprend la connexion par accept.',
      'Chaque connexion a ses deux adresses et ses deux ports\u202f: c’est par eux que le noyau sait à quelle socket va un segment.',
    ],
  },
  backlog: {
    button: 'Deux clients à la fois',
    title: 'Le second client attend',
    steps: {
      two: 'Dans deux terminaux\u202f: socat STDIO {socat}',
      'second-said': 'Tapez une ligne dans le second\u202f: le serveur ne l’affiche pas.',
      'first-left': 'Ctrl+D dans le premier.',
      'not-accepted': 'Le second est ESTAB pour le noyau, et le programme ne l’a pas accepté.',
      queued: 'Dans le noyau\u202f: Recv-Q du second monte.',
      'let-in': 'accept rend alors le second, et sa ligne est lue.',
    },
    why: [
      'Le noyau établit les connexions tout seul et les garde dans la file de listen. Le serveur, lui, en sert une à la fois.',
      'Les octets du second attendent dans son tampon de réception\u202f: rien n’est perdu, rien n’est lu.',
    ],
  },
  client: {
    button: 'Lancer le client et un serveur',
    title: 'Le client qui ne lit jamais',
    steps: {
      'typed-line': 'Tapez une ligne au clavier du client.',
      'server-over': 'Passez à l’autre programme, répondez, puis arrêtez-le.',
      'answer-waits': 'Dans le noyau\u202f: la réponse du serveur reste dans Recv-Q du client.',
    },
    why: [
      'Le client de la question 2 écrit et ne lit pas\u202f: ce que le serveur répond s’entasse dans le tampon de réception du client.',
      'S’il y en avait beaucoup, ce tampon se remplirait, puis celui d’envoi du serveur, et le serveur resterait bloqué dans send.',
    ],
  },
  'closed-port': {
    button: 'Vers un port fermé',
    title: 'Un port où personne n’écoute',
    steps: {
      'nobody-there': 'Le client a tenté de se connecter\u202f: personne ne lui a répondu, il a fini.',
      'refused-there': 'La page dit ECONNREFUSED, et sa cause.',
    },
    why: [
      'Aucune socket n’écoute sur ce port\u202f: le noyau d’en face répond par RST, et connect échoue aussitôt.',
      'Un pare-feu qui jette les segments ne répond rien\u202f: connect attend alors longtemps, puis dit ETIMEDOUT.',
    ],
  },
  turns: {
    button: 'Chacun son tour',
    title: 'Parler hors de son tour',
    steps: {
      ahead: 'Tapez deux lignes de suite au clavier du programme\u202f: la seconde y attend.',
      reply: 'Passez à l’autre programme et répondez\u202f: la ligne qui attendait part.',
      blocked: 'Le programme est bloqué dans recv\u202f: il attend l’autre.',
    },
    why: [
      'Le dialogue alterne send et recv. Dans recv, le programme ne lit pas son clavier\u202f: ce que vous tapez attend dans le terminal.',
    ],
  },
  free: {
    button: 'Deux processus, une socket',
    title: 'Une fin de fichier par sens',
    steps: {
      'eof-here': 'Ctrl+D au clavier de ce programme.',
      'still-heard': 'Passez à l’autre programme et tapez une ligne\u202f: elle arrive encore.',
      'eof-both': 'Ctrl+D là aussi\u202f: les deux programmes finissent.',
      'two-pids': 'Deux numéros de processus, une socket.',
      'half-open': 'Dans le noyau\u202f: FIN_WAIT2 d’un côté, CLOSE_WAIT de l’autre.',
    },
    why: [
      'fork donne la même socket aux deux processus\u202f: l’un lit le clavier et écrit, l’autre lit la socket et affiche.',
      'shutdown(SHUT_WR) envoie FIN\u202f: un sens est fini, l’autre continue. close ne suffirait pas, l’autre processus tient encore la socket.',
    ],
  },
  each: {
    button: 'Un processus chacun',
    title: 'Un processus par client',
    steps: {
      'both-heard': 'Parlez avec {2}, puis avec {1}\u202f: chacun est lu aussitôt.',
      'one-more': 'Ajoutez un participant\u202f: il se connecte.',
      children: 'Un processus par client, chacun bloqué dans son propre recv.',
      never: 'Dans le noyau, le nouveau venu est ESTAB\u202f; le programme ne l’accepte jamais.',
    },
    why: [
      'Un processus par client attend chacun le sien\u202f: plus personne n’attend le muet.',
      'Le programme connaît N\u202f: il appelle accept N fois, puis plus. Le client N+1 reste dans la file de listen.',
    ],
  },
  select: {
    button: 'Tenir select',
    title: 'select, un réveil à la fois',
    steps: {
      held: 'Onglet Programme, un clic dedans, puis h\u202f: select est retenu. Parlez ensuite avec {1} et {2}.',
      'one-step': 's\u202f: un réveil.',
      'go-on': 'h de nouveau\u202f: le programme continue.',
      'thrown-out': 'Menu ⋮ d’un participant\u202f: déconnectez-le, par FIN ou par RST.',
      'who-holds': 'Toutes les pages disent qui retient.',
      together: 'Un réveil, et plusieurs sockets prêtes ensemble.',
    },
    why: [
      'select attend toutes les sockets à la fois, et dit lesquelles sont prêtes\u202f: chacune peut alors être lue sans bloquer.',
      'Ce qui arrive pendant que le programme travaille est prêt au tour suivant, ensemble.',
    ],
  },
}
