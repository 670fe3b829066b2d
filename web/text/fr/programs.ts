/**
 * Words of all programs of the worksheet: where they connect, the live program and its keyboard. What is said of one program
 * stands in `programs/<id>/`. Names of system calls, states and errors are those of POSIX in any language.
 */
import type { Waiting } from '#shared/protocol/program.ts'
import { counted } from '../format.ts'

type Calls = Record<Exclude<Waiting['call'], 'recv' | 'sendall'>, string>

const n = (value: number, one: string, other: string): string => counted('fr', value, { one, other })

export const programs = {
  options: {
    target: 'Il se connecte à',
    host: 'Machine',
    port: 'Port',
    targetHint: 'Là où un serveur écoute\u202f: une séance en cours, ou socat TCP-LISTEN:8080 dans un terminal.',
    targetRunning: 'Séances qui écoutent',
    bothSides: 'Jouer les deux côtés',
    bothSidesHint:
      'Deux séances\u202f: un serveur, puis un client qui s’y connecte pour de vrai. Les deux commencent comme choisi.',
  },
  live: {
    title: 'Le programme',
    download: 'Télécharger le programme',
    unfold: 'Montrer tout le programme',
    fold: 'Montrer l’essentiel',
    foldedLines: (count: number) => n(count, 'ligne repliée', 'lignes repliées'),
    thread: 'second fil',
    main: 'principal',
    child: (name: string) => `enfant de ${name}`,
    /** Who blocks whom. @param call of the program, '' where it runs */
    blocks: (call: string, waiting: number, size: string, who: string) =>
      `${call === '' ? '' : `Le programme est dans ${call}\u202f: `}${n(waiting, 'participant', 'participants')} et ${size} attendent ${who}.`,
    nobodyBlocks: 'Plus personne n’attend.',
    blocked: (call: string) => `bloqué dans ${call}`,
    process: (who: string, what: string) => `${who}\u202f: ${what}`,
    calls: {
      recvfrom: 'recvfrom()',
      sendto: 'sendto()',
      accept: 'accept()',
      connect: 'connect()',
      select: 'select()',
      wait: 'wait()',
      keyboard: 'readline(clavier)',
      choice: 'input()',
    } satisfies Calls,
    runs: 'avance',
    legend: {
      recvfrom: 'recvfrom rendra la main au prochain datagramme, d’où qu’il vienne.',
      sendto: 'sendto rend la main dès que le noyau a pris le datagramme.',
      accept: 'accept rendra la main quand un client se connectera.',
      connect: 'connect rendra la main quand le noyau d’en face aura répondu ou refusé.',
      select:
        'select rendra la main dès qu’une socket au moins sera prête\u202f: celle d’écoute, ou celle d’un client.',
      wait: 'Le processus principal attend, dans wait, la fin d’un de ses enfants.',
      keyboard: 'Le programme attend une ligne de son clavier.',
      choice:
        'Le programme attend qu’un fichier soit choisi sur la page\u202f: jusque-là il n’accepte personne, les clients attendent dans le backlog.',
    } satisfies Calls,
    legendFrozen:
      'La séance est gelée\u202f: le programme reste où il est, et n’apprend rien de ce qui arrive avant qu’on la dégèle.',
    legendAlone: 'Pendant ce temps il ne lit pas sa socket\u202f: ce qui y arrive reste dans le noyau.',
    legendRecv: (name: string) => `recv rendra la main quand ${name} enverra des octets, ou FIN.`,
    has: (blocked: string, count: number) =>
      `${blocked}\u202f: il a ${n(count, 'octet', 'octets')} d’une ligne, pas encore de «\u202f\\n\u202f»`,
    legendPartial: (name: string, count: number) =>
      `recv a rendu ${n(count, 'octet', 'octets')} de ${name}, sans «\u202f\\n\u202f»\u202f: le programme, qui lit par lignes, les garde et attend la suite.`,
    legendSendall: (name: string) =>
      `sendall rendra la main quand le noyau aura pris tout ce qui va à ${name}, qui ne lit pas assez. D’ici là, ce processus ne fait rien d’autre.`,
    legendChild: (name: string) => `Son enfant n’attend que ${name}.`,
    legendChildren: 'Chaque enfant n’attend que son client, sans retenir les autres.',
    unread: (count: number, size: string | null) =>
      `Pendant ce temps, ${n(count, 'participant n’est pas lu', 'participants ne sont pas lus')}\u202f: ${size === null ? 'ce qui en vient attend' : `${size} en attendent`} dans le noyau.`,
    foreign: 'L’autre bout n’est pas un programme du labo\u202f: ce qu’il attend, lui, rien ici ne le dit.',
    over: 'Le programme est terminé.',
    why: {
      recv: (name: string) => `le programme lit ${name}`,
      call: (call: string) => `le programme est dans ${call}`,
      sendall: (name: string) => `le programme est dans sendall(${name})`,
      keyboard: 'le programme est à son clavier',
    },
    console: 'Console',
    consoleEmpty: 'Rien n’y est encore affiché.',
    typed: 'tapé au clavier',
    printed: (name: string) => `affiché, reçu de ${name}`,
    goesTo: (place: string) => `vers ${place}`,
  },
  deadlock: {
    title: 'Interblocage',
    body: 'Les deux programmes sont bloqués dans recv\u202f: chacun attend une ligne que l’autre n’enverra qu’après en avoir reçu une. Plus rien n’avancera. Arrêtez-les, et faites commencer l’un des deux par écrire.',
    cycle: (here: string, there: string) => `${here} attend ${there}, et ${there} attend ${here}.`,
    waits: 'attend',
    here: 'cette séance',
    there: 'Voir l’autre séance',
  },
  keyboard: {
    tab: 'Clavier du programme',
    line: 'Ligne pour le clavier du programme',
    prompt: 'clavier',
    placeholder: 'tapez une ligne pour le programme',
    turn: 'Le programme attend votre ligne.',
    notTurn: (what: string) => `Ce n’est pas son tour, il est ${what}\u202f: la ligne attendra au clavier.`,
    busy: 'Le programme n’en est pas encore à lire son clavier\u202f: la ligne attendra.',
    ahead: (count: number) => n(count, 'ligne tapée d’avance', 'lignes tapées d’avance'),
    end: 'Fin de fichier\u202f: Ctrl+D',
    ended:
      'Ctrl+D est tapé\u202f: le programme verra la fin de fichier quand il lira son clavier, après les lignes en attente.',
    notTyped: (why: string) => `La ligne n’a pas été tapée. ${why}`,
  },
  unreached: {
    title: (host: string, port: number) => `connect vers ${host}, port ${port}, a échoué\u202f:`,
    short: (host: string, port: number, errno: string) => `${errno} · ${host}:${port}`,
    after: 'Le programme n’a plus rien à faire, et se termine.',
  },
  errno: {
    ECONNREFUSED:
      'La machine a répondu par RST\u202f: aucun programme n’écoute sur ce port. Le plus souvent, le serveur n’est pas démarré, ou pas sur ce port.',
    EHOSTUNREACH:
      'Aucun chemin ne mène à cette machine, ou elle ne répond pas sur le réseau local. Le plus souvent\u202f: adresse fausse, machine éteinte, pare-feu.',
    ENETUNREACH:
      'Cette machine n’a pas de route vers ce réseau. Le plus souvent\u202f: pas de réseau, ou une adresse fausse.',
    ETIMEDOUT:
      'Aucune réponse n’est venue à temps, ni accord ni refus. Le plus souvent, un pare-feu jette les paquets, ou la machine n’existe pas.',
    ENOTFOUND: 'Ce nom ne correspond à aucune adresse. Le plus souvent, une faute de frappe.',
    ECONNRESET:
      'L’autre côté a coupé par RST au lieu de FIN. Le plus souvent, son programme a été tué, ou a fermé sans lire tout ce qui était arrivé.',
    EMSGSIZE: 'Un datagramme UDP porte au plus 65\u202f507 octets\u202f: sendto refuse, et rien ne part.',
    EPIPE: 'On a écrit après que l’autre côté avait fermé\u202f: il n’y a plus personne pour lire.',
  } as Record<string, string>,
  errnoOther: 'Le système donne ce nom d’erreur et n’en dit pas plus\u202f: man errno l’explique.',
}
