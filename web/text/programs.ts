/**
 * Words of the worksheet's programs, in French: the scenarios, their options, the live program and its keyboard;
 * `programs-en.ts` has the English ones. Names of system calls, states and errors are those of POSIX in either language.
 * Invariant: those have the shape of these, or they do not compile.
 */
import type { ScenarioId } from '#shared/protocol/model.ts'
import type { Waiting } from '#shared/protocol/program.ts'
import { counted } from './format.ts'

interface ScenarioWords {
  name: string
  question: string
  /** What it teaches. */
  teach: string
  /** Who plays. */
  plays: string
}
type Calls = Record<Exclude<Waiting['call'], 'recv'>, string>
type ChoiceWords = Record<string, { label: string; hint: string }>

const n = (value: number, one: string, other: string): string => counted('fr', value, { one, other })

export const fr = {
  scenarios: {
    'line-server': {
      name: 'Serveur de lignes',
      question: 'Question 1',
      teach:
        'Le programme accepte un client et affiche ses lignes, puis passe au suivant. Un second client se connecte aussitôt, mais attend son accept dans la file.',
      plays: 'Vous jouez les clients\u202f: un terminal, un navigateur, votre programme.',
    },
    'line-client': {
      name: 'Client de lignes',
      question: 'Question 2',
      teach:
        'Le programme se connecte où vous le dites, puis envoie chaque ligne de son clavier. Refus, délai dépassé, coupure\u202f: chaque échec est dit, avec le nom de son errno.',
      plays: 'Vous tenez le clavier\u202f; en face, socat ou votre serveur.',
    },
    'alternating-chat': {
      name: 'Dialogue alterné',
      question: 'Question 3',
      teach:
        'Chacun son tour, sans fin\u202f: écrire une ligne, en lire une. Une ligne tapée hors de son tour attend\u202f; si les deux lisent d’abord, plus rien n’avance.',
      plays: 'Vous tenez le clavier\u202f; en face, socat, votre programme, ou un second programme du labo.',
    },
    'duplex-chat': {
      name: 'Dialogue libre',
      question: 'Question 4',
      teach:
        'Deux vrais processus pour une connexion\u202f: fork la partage, l’enfant lit et affiche, le parent lit le clavier et envoie. Chacun parle quand il veut, et une direction peut finir avant l’autre.',
      plays: 'Vous tenez le clavier\u202f; en face, socat, votre programme, ou un second programme du labo.',
    },
    'relay-known': {
      name: 'Relais à nombre connu',
      question: 'Question 5',
      teach:
        'Le programme accepte N clients, puis relaie leurs lignes sans select\u202f: l’un après l’autre, ou un processus pour chacun. Un seul client muet peut retenir tous les autres.',
      plays: 'Vous jouez les N clients\u202f: terminaux et navigateurs.',
    },
    relay: {
      name: 'Relais',
      question: 'Question 6',
      teach:
        'Un seul processus sert tous les clients avec select\u202f: chaque ligne reçue repart vers tous les autres. Venez, parlez et partez dans n’importe quel ordre.',
      plays: 'Toute la salle, sans limite connue d’avance.',
    },
    'file-receiver': {
      name: 'Récepteur de fichiers',
      question: 'Page sur socat',
      teach:
        'Un fichier n’est qu’un flot d’octets\u202f: le programme garde ce que chaque client envoie jusqu’à son FIN. TCP ne transmet ni nom ni taille, et rien ne dit qu’un flot coupé était entier\u202f: comparez les sommes SHA-256.',
      plays: 'Vous envoyez, avec socat\u202f; la page montre ce qui arrive, et le rend.',
    },
    'file-sender': {
      name: 'Émetteur de fichiers',
      question: 'Page sur socat',
      teach:
        'Choisissez un fichier\u202f: chaque client qui se connecte le reçoit en entier, puis FIN. Le client n’en apprend ni le nom ni la taille\u202f: il lit jusqu’au bout, et la somme SHA-256 dit s’il a tout.',
      plays: 'Vous recevez, avec socat\u202f; la page montre où en est chacun.',
    },
    'udp-receiver': {
      name: 'Récepteur UDP',
      question: 'Page sur socat',
      teach:
        'Le programme affiche chaque datagramme, d’où qu’il vienne, sans connexion\u202f: les frontières sont gardées, le vide aussi. Ce qui déborde du tampon est perdu, et le noyau le compte.',
      plays: 'Vous envoyez, par socat, un navigateur ou votre programme\u202f; le clavier répond au dernier.',
    },
    'udp-sender': {
      name: 'Émetteur UDP',
      question: 'Page sur socat',
      teach:
        'Le programme envoie le clavier en datagrammes, une ligne ou un bloc chacun. sendto réussit, que quelqu’un reçoive ou non.',
      plays: 'Vous tenez le clavier\u202f; en face, socat UDP-RECVFROM ou votre programme.',
    },
  } satisfies Record<ScenarioId, ScenarioWords>,
  options: {
    maxLine: {
      label: 'Longueur maximale d’une ligne, en octets',
      hint: 'Fin de ligne comprise, de 16 à 131\u202f072. Le reste d’une ligne plus longue est écarté, et l’événement le dit.',
    },
    reuseAddress: {
      label: 'Reprendre le port aussitôt (SO_REUSEADDR)',
      hint: 'Sans cette option, le port est refusé tant qu’il y reste du TIME_WAIT, comme le ferait bind.',
    },
    inactivity: {
      label: 'Délai d’inactivité, en secondes',
      hint: 'De 0 (jamais) à 3\u202f600, comme socat -T\u202f: sans un octet dans aucun sens pendant ce temps, le programme ferme la connexion qu’il a acceptée.',
    },
    count: { label: 'Nombre de clients (N)', hint: 'De 2 à 20. Le client N+1 n’est jamais accepté.' },
    strategy: {
      label: 'Comment il les sert',
      choices: {
        'in-turn': {
          label: 'Chacun son tour',
          hint: 'Il lit le client 1, puis le 2… Un client muet retient les autres.',
        },
        'process-each': {
          label: 'Un processus chacun',
          hint: 'fork après les N accept\u202f: chaque enfant lit le sien.',
        },
        unknown: {
          label: 'N inconnu',
          hint: 'Il alterne accept et recv, et se bloque dans l’un quand l’autre aurait à faire.',
        },
      } as ChoiceWords,
    },
    role: {
      label: 'Rôle du programme',
      choices: {
        server: { label: 'Serveur', hint: 'Il écoute, et sert le premier qui se connecte.' },
        client: { label: 'Client', hint: 'Il se connecte à l’adresse que vous donnez.' },
      } as ChoiceWords,
    },
    begins: {
      label: 'Il commence par',
      choices: {
        'as-the-sheet': { label: 'Comme la feuille', hint: 'Le client commence par écrire, le serveur par lire.' },
        reading: { label: 'Lire', hint: 'Si l’autre lit d’abord aussi, chacun attend l’autre pour toujours.' },
        writing: { label: 'Écrire', hint: 'Si l’autre écrit d’abord aussi, les lignes se croisent.' },
      } as ChoiceWords,
    },
    maximum: {
      label: 'Argument de recvfrom, en octets',
      hint: 'De 1 à 65\u202f535. Le reste d’un datagramme plus long est perdu.',
    },
    receiveBuffer: {
      label: 'Tampon de réception (SO_RCVBUF), en octets',
      hint: '0 laisse celui du système. Petit, il déborde vite\u202f: le noyau jette et compte.',
    },
    lineEnd: {
      label: 'La fin de ligne fait partie du datagramme',
      hint: 'Comme avec socat, ou readline en Python.',
    },
    cut: {
      label: 'Un datagramme est',
      choices: {
        lines: { label: 'Une ligne', hint: 'Chaque ligne du clavier part seule.' },
        blocks: { label: 'Un bloc', hint: 'Tant d’octets, quels qu’ils soient\u202f: pour un fichier.' },
      } as ChoiceWords,
    },
    size: { label: 'Octets d’un bloc', hint: 'De 1 à 65\u202f507\u202f; le dernier peut être plus court.' },
    connected: {
      label: 'connect avant d’envoyer',
      hint: 'Rien ne part, mais le noyau dira alors si personne n’écoute (ECONNREFUSED).',
    },
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
    thread: 'second fil',
    main: 'principal',
    child: (name: string) => `enfant de ${name}`,
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
      choice: 'chosen_file()',
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
    legendAlone: 'Pendant ce temps il ne lit pas sa socket\u202f: ce qui y arrive reste dans le noyau.',
    legendRecv: (name: string) => `recv rendra la main quand ${name} enverra des octets, ou FIN.`,
    has: (blocked: string, count: number) =>
      `${blocked}\u202f: il a ${n(count, 'octet', 'octets')} d’une ligne, pas encore de «\u202f\\n\u202f»`,
    legendPartial: (name: string, count: number) =>
      `recv a rendu ${n(count, 'octet', 'octets')} de ${name}, sans «\u202f\\n\u202f»\u202f: le programme, qui lit par lignes, les garde et attend la suite.`,
    legendChild: (name: string) => `Son enfant n’attend que ${name}.`,
    legendChildren: 'Chaque enfant n’attend que son client, sans retenir les autres.',
    unread: (count: number) =>
      `Pendant ce temps, ${n(count, 'participant n’est pas lu', 'participants ne sont pas lus')}\u202f: ce qui vient d’eux attend dans le noyau.`,
    foreign: 'L’autre bout n’est pas un programme du labo\u202f: ce qu’il attend, lui, rien ici ne le dit.',
    over: 'Le programme est terminé.',
    why: {
      recv: (name: string) => `attend\u202f: le programme lit ${name}`,
      call: (call: string) => `attend\u202f: le programme est dans ${call}`,
      keyboard: 'attend\u202f: le programme est à son clavier',
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
