/** Words for what one does with others: their connection ended, the port that another run has. In both languages. */
import { counted } from './format.ts'

const n = (value: number, one: string, other: string): string => counted('fr', value, { one, other })

export const fr = {
  disconnect: {
    menu: (name: string) => `Actions sur ${name}`,
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
  /** Events that tell what somebody asked for: the end of a connection, the pace of select, what has no event of its own. */
  asked: {
    disconnect: {
      fin: (by: string) => `FIN · demandé par ${by}`,
      rst: (by: string) => `RST · demandé par ${by}`,
    },
    command: {
      type: (by: string) => `frappé par ${by}`,
      'type-end': (by: string) => `fin de fichier (Ctrl+D), frappée par ${by}`,
      'remove-file': (by: string, file = 0) => `fichier ${file} supprimé par ${by}`,
    },
    pace: {
      held: (by: string) => `select retenu par ${by}`,
      step: (by: string) => `un seul réveil, demandé par ${by}`,
      free: (by: string) => `select reprend, demandé par ${by}`,
      gone: (by: string) => `select reprend\u202f: retenu par ${by}, partie depuis 30\u00a0s`,
    },
    explain: {
      disconnect: {
        fin: (name: string) =>
          `Quelqu’un a demandé de déconnecter ${name}. Le programme appelle shutdown(SHUT_WR)\u202f: FIN part après ce qui attend. Ce que ${name} dit encore est lu et jeté, une seconde au plus\u202f; puis close, et le noyau répond par RST à ce qui vient après.`,
        rst: (name: string) =>
          `Quelqu’un a demandé de couper ${name}. SO_LINGER avec une durée de 0, puis close\u202f: le noyau envoie RST, jette ce qui attendait, et recv échoue en face avec ECONNRESET. (Une socket unix n’a pas de RST\u202f: elle est fermée.)`,
      },
      command: {
        type: 'Quelqu’un a frappé sur le clavier du programme. Ce qu’il ne lit pas encore attend là.',
        'type-end':
          'Quelqu’un a frappé Ctrl+D sur le clavier du programme\u202f: quand il aura lu ce qui précède, input() lèvera EOFError.',
        'remove-file': 'Quelqu’un a supprimé ce fichier du labo\u202f: ses octets ne sont plus sur le disque.',
      },
      pace: {
        held: 'Le labo retient le programme avant son prochain select. Ce qui arrive attend dans le noyau\u202f; tout le monde attend avec.',
        step: 'Le programme peut servir un réveil, et un seul\u202f: toutes les sockets prêtes à cet instant. Puis il est retenu de nouveau.',
        free: 'Le programme sert de nouveau chaque réveil aussitôt.',
        gone: 'La page qui retenait le programme n’est plus là depuis 30\u00a0s\u202f: le labo le laisse avancer, pour que personne n’attende quelqu’un qui est parti.',
      },
    },
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
}

const other = (value: number, one: string, many: string): string => counted('en', value, { one, other: many })

export const en: typeof fr = {
  disconnect: {
    menu: (name) => `Actions on ${name}`,
    ask: (name) => `Disconnect ${name}?`,
    recorded: 'The journal notes who asked. One can connect again afterwards.',
    fin: {
      label: 'Disconnect (FIN)',
      help: 'shutdown, then close',
      body: (name) =>
        `The program closes the connection: ${name} gets what was sent to it, then FIN. What it still says is passed on to nobody.`,
    },
    rst: {
      label: 'Cut off (RST)',
      help: 'SO_LINGER 0, then close',
      body: (name) =>
        `The connection is gone at a blow: ${name} gets RST, “Connection reset by peer”. What waited is lost.`,
    },
    atOnce: {
      label: 'Close at once',
      help: 'close, without waiting',
      body: (name) =>
        `The socket is closed without waiting: what waited for ${name} is lost. A unix socket has no RST.`,
    },
  },
  /** Events that tell what somebody asked for: the end of a connection, the pace of select, what has no event of its own. */
  asked: {
    disconnect: {
      fin: (by) => `FIN · asked by ${by}`,
      rst: (by) => `RST · asked by ${by}`,
    },
    command: {
      type: (by) => `typed by ${by}`,
      'type-end': (by) => `end of file (Ctrl+D), typed by ${by}`,
      'remove-file': (by, file = 0) => `file ${file} deleted by ${by}`,
    },
    pace: {
      held: (by) => `select held by ${by}`,
      step: (by) => `one wake-up, asked by ${by}`,
      free: (by) => `select goes on, asked by ${by}`,
      gone: (by) => `select goes on: held by ${by}, which has been gone for 30\u00a0s`,
    },
    explain: {
      disconnect: {
        fin: (name) =>
          `Somebody asked to disconnect ${name}. The program calls shutdown(SHUT_WR): FIN leaves after what waits. What ${name} still says is read and dropped, for a second at most; then close, and the kernel answers what comes later with RST.`,
        rst: (name) =>
          `Somebody asked to cut ${name} off. SO_LINGER with a time of 0, then close: the kernel sends RST, drops what waited, and recv fails with ECONNRESET at the other end. (A unix socket has no RST: it is closed.)`,
      },
      command: {
        type: 'Somebody typed on the program’s keyboard. What it does not read yet waits there.',
        'type-end':
          'Somebody typed Ctrl+D on the program’s keyboard: once it has read what came before, input() will raise EOFError.',
        'remove-file': 'Somebody deleted this file from the lab: its bytes are no longer on the disk.',
      },
      pace: {
        held: 'The lab holds the program before its next select. What arrives waits in the kernel, and everybody waits with it.',
        step: 'The program may serve one wake-up, and no more: all the sockets that are ready then. After it, it is held again.',
        free: 'The program serves each wake-up at once again.',
        gone: 'The page that held the program has been gone for 30\u00a0s: the lab lets it go on, so that nobody waits for somebody who has left.',
      },
    },
  },
  portTaken: {
    label: 'The port is taken',
    title: 'Another run has the port',
    holder: (place, name) => `It is a run of this lab that has this port: ${name} ${place}.`,
    present: (count) => other(count, 'connection will be closed there', 'connections will be closed there'),
    go: 'Go to that run',
    stop: 'Stop it and start here',
    stopHint: (present) => `To stop it: ${present}, and its journal can still be read.`,
    nobody: 'nobody is connected to it',
  },
}
