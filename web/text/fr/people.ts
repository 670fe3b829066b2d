/** What one does with others: end their connection, take the port of another run. */
import { counts } from '../format.ts'

const n = counts('fr')

export const people = {
  naming: {
    me: 'C’est moi…',
    any: 'Donner un nom…',
    change: 'Changer le nom…',
    help: 'un nom à la place du port',
    title: (name: string) => `Qui est ${name}\u202f?`,
    field: 'Nom',
    body: 'Tout le monde verra ce nom, et il reste avec la séance. Le journal note qui l’a donné.',
    give: 'Nommer',
    takeBack: 'Reprendre le nom',
  },
  disconnect: {
    menu: (name: string) => `Actions sur ${name}`,
    converse: 'Sa conversation',
    converseHelp: 'ce qu’il envoie et reçoit, dans l’ordre',
    ask: (name: string) => `Déconnecter ${name}\u202f?`,
    recorded: 'Le journal note qui l’a demandé. On peut se reconnecter ensuite.',
    fin: {
      label: 'Déconnecter (FIN)',
      help: 'shutdown, puis close',
      body: (name: string) =>
        `Le programme ferme la connexion\u202f: ${name} reçoit ce qui lui était envoyé, puis FIN. Ce qu’il dit encore n’est plus transmis.`,
    },
    rst: {
      label: 'Couper (RST)',
      help: 'SO_LINGER 0, puis close',
      body: (name: string) =>
        `La connexion disparaît d’un coup\u202f: ${name} reçoit RST, «\u202fConnection reset by peer\u202f». Ce qui attendait est perdu.`,
    },
    atOnce: {
      label: 'Couper tout de suite',
      help: 'close, sans attendre',
      body: (name: string) =>
        `La socket est fermée sans attendre\u202f: ce qui attendait ${name} est perdu. Une socket unix n’a pas de RST.`,
    },
  },
  /** Events that tell what somebody asked for: the end of a connection, the stepper, what has no event of its own. */
  asked: {
    ofWhom: (name: string, what: string) => `${name}\u202f: ${what}`,
    disconnect: {
      fin: (by: string) => `FIN · demandé par ${by}`,
      rst: (by: string) => `RST · demandé par ${by}`,
    },
    name: (name: string, by: string) => `s’appelle ${name} · nommé par ${by}`,
    command: {
      type: (by: string) => `frappé par ${by}`,
      'type-end': (by: string) => `fin de fichier (Ctrl+D), frappée par ${by}`,
      forget: (by: string) => `une personne a été oubliée, à la demande de ${by}`,
      'remove-file': (by: string, file = 0) => `fichier ${file} supprimé par ${by}`,
    },
    class: {
      muted: (by: string) => `rendu muet par ${by}`,
      heard: (by: string) => `lu de nouveau, à la demande de ${by}`,
      floor: (by: string) => `a la parole, donnée par ${by}`,
      open: (by: string) => `la parole est à tous, à la demande de ${by}`,
      'kept-out': (by: string) => `mis dehors par ${by}`,
      'let-in': (by: string) => `peut revenir, à la demande de ${by}`,
    },
    freeze: {
      on: (by: string) => `gelée par ${by}`,
      off: (by: string) => `dégelée par ${by}`,
    },
    stepper: {
      paused: (by: string) => `select mis en pause par ${by}`,
      stepping: (by: string) => `un seul réveil, demandé par ${by}`,
      running: (by: string) => `select reprend, demandé par ${by}`,
      gone: (by: string) => `select reprend\u202f: mis en pause par ${by}, partie depuis 30\u00a0s`,
    },
    explain: {
      disconnect: {
        fin: (name: string) =>
          `Quelqu’un a demandé de déconnecter ${name}. Le programme appelle shutdown(SHUT_WR)\u202f: FIN part après ce qui attend. Ce que ${name} dit encore est lu et jeté, une seconde au plus\u202f; puis close, et le noyau répond par RST à ce qui vient après.`,
        rst: (name: string) =>
          `Quelqu’un a demandé de couper ${name}. SO_LINGER avec une durée de 0, puis close\u202f: le noyau envoie RST, jette ce qui attendait, et recv échoue en face avec ECONNRESET. (Une socket unix n’a pas de RST\u202f: elle est fermée.)`,
      },
      name: 'Quelqu’un a donné ce nom à un participant venu sans. Le programme n’en sait rien\u202f: pour lui, et pour le noyau, ce sont une adresse et un port.',
      command: {
        type: 'Quelqu’un a frappé sur le clavier du programme. Ce qu’il ne lit pas encore attend là.',
        'type-end':
          'Quelqu’un a frappé Ctrl+D sur le clavier du programme\u202f: quand il aura lu ce qui précède, input() lèvera EOFError.',
        forget:
          'Quelqu’un a fait oublier une personne\u202f: son nom et son adresse ont été remplacés dans les événements précédents. Ce que les gens ont écrit, les copies plus anciennes et les exports restent tels quels.',
        'remove-file': 'Quelqu’un a supprimé ce fichier du labo\u202f: ses octets ne sont plus sur le disque.',
      },
      freeze: {
        on: 'Le labo ne lit plus personne dans cette séance, et le programme n’apprend rien de ce qui arrive. Les octets attendent dans le noyau, où Recv-Q les compte\u202f; les connexions nouvelles aussi. Rien n’est perdu.',
        off: 'Le labo lit de nouveau\u202f: le programme apprend, dans l’ordre, tout ce qui est arrivé entre-temps.',
      },
      stepper: {
        paused:
          'Le labo met le programme en pause avant son prochain select. Ce qui arrive attend dans le noyau\u202f; tout le monde attend avec.',
        stepping:
          'Le programme peut servir un réveil, et un seul\u202f: toutes les sockets prêtes à cet instant. Puis il est de nouveau en pause.',
        running: 'Le programme sert de nouveau chaque réveil aussitôt.',
        gone: 'La page qui avait mis le programme en pause n’est plus là depuis 30\u00a0s\u202f: le labo le fait reprendre, pour que personne n’attende quelqu’un qui est parti.',
      },
    },
  },
  bothSides: {
    tab: 'Deux côtés',
    server: 'serveur',
    client: 'client',
    page: 'sa page',
  },
  portTaken: {
    label: 'Le port est pris',
    title: 'Le port est pris par une autre séance',
    holder: (place: string, name: string) => `C’est une séance de ce labo qui a ce port\u202f: ${name} ${place}.`,
    present: (count: number) => n(count, 'connexion y sera fermée', 'connexions y seront fermées'),
    go: 'Aller à cette séance',
    stop: 'L’arrêter et démarrer ici',
    stopHint: (present: string) => `L’arrêter\u202f: ${present}, et son journal reste lisible.`,
    nobody: 'personne n’y est connecté',
  },
  /** What one may in a class, and who may the rest. */
  roles: {
    names: { teacher: 'Professeur', student: 'Étudiant', speaker: 'Étudiant', onlooker: 'Spectateur' },
    about: {
      teacher: 'Vous pouvez tout faire dans ce labo.',
      student: 'Vous pouvez participer, et lancer deux séances à vous\u202f; le reste est au professeur.',
      speaker: 'Vous pouvez participer\u202f; le reste est au professeur.',
      onlooker: 'Vous pouvez tout regarder\u202f; le reste est au professeur.',
    },
    ownersOnly: 'Seuls le professeur et la personne qui a lancé cette séance la commandent.',
    noStart: 'Dans ce labo, seul le professeur lance des séances.',
    noJoin: 'Dans ce labo, seul le professeur parle depuis la page. Un terminal peut se connecter.',
  },
}
