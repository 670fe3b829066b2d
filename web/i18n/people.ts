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
