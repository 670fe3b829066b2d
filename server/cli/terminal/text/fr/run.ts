/**
 * What `run` says on a terminal: help, notices, errors. Counterparts: `run-help.ts`, `notices.ts`.
 * A name of a participant or an address comes in as it is to be shown.
 */
import type { Waiting } from '#shared/protocol/program.ts'

export const run = {
  tagline: 'Un programme de la feuille, dans ce terminal\u202f: son écran et son clavier sont les vôtres.',
  colon: '\u202f: ',
  usage: 'usage\u202f: socket-lab run',
  program: 'PROGRAMME',
  options: {
    host: 'adresse d’écoute\u202f; 0.0.0.0 ouvre le programme au réseau',
    port: 'port d’écoute, 0 pour un port libre',
    listen: 'un point d’écoute de plus\u202f; tcp4, tcp6, tls4, tls6\u202f: une seule famille. Peut être répété',
    verbose: 'dire aussi dans quel appel le programme est bloqué',
    trace:
      'tracer ses appels système sur la sortie d’erreur, comme socat -d -d\u202f; sans niveau, tout\u202f: chaque recv, chaque send',
    help: 'afficher ce texte',
  } as Record<string, string>,
  target: 'ADRESSE PORT',
  more: 'socket-lab run PROGRAMME --help en dit plus sur chacun.',
  closing: [
    'Sur la sortie standard\u202f: ce que le programme affiche, et rien d’autre. Le reste va sur la sortie d’erreur.',
    'Ctrl+D\u202f: fin de fichier au clavier. Ctrl+C\u202f: ferme tout et termine.',
    'Code de retour\u202f: 0 fin normale, 1 connexion refusée ou rompue, 2 commande ou port à changer, 130 Ctrl+C.',
  ],
  listening: (where: string) => `écoute sur ${where}`,
  try: (command: string) => `essai\u202f: ${command}`,
  reached: (who: string) => `connecté à ${who}`,
  connected: (who: string) => `${who} est connecté`,
  waiting: (who: string) => `${who} est connecté pour le noyau\u202f; le programme ne l’a pas encore accepté`,
  accepted: (who: string) => `${who} est accepté`,
  ended: (who: string) => `${who} n’enverra plus rien (FIN)`,
  left: (who: string) => `${who} est parti`,
  closed: (who: string) => `connexion avec ${who} fermée`,
  cut: (who: string, errno: string) => `connexion avec ${who} rompue${errno && ` (${errno})`}`,
  slow: (who: string) => `${who} n’a rien pris pendant 10\u00a0s\u202f: fermé`,
  tooLong: (who: string) => `${who} a envoyé une ligne sans fin\u202f: fermé`,
  halfClosed: (who: string) => `${who} avait fini d’envoyer depuis 30\u00a0s\u202f: fermé`,
  madeRoom: (who: string) =>
    `${who} avait fini d’envoyer depuis le plus longtemps\u202f: fermé, pour faire place à un nouveau venu`,
  idleTimeout: (who: string) =>
    `plus un octet avec ${who}, ni dans un sens ni dans l’autre\u202f: fermé (--idle-timeout)`,
  noProcess: (who: string) => `${who} refusé\u202f: plus de processus pour le lire (fork\u202f: EAGAIN)`,
  unsent: (count: number) => `${count} octets n’ont pas pu lui être envoyés`,
  discarded: (count: number) => `ligne trop longue\u202f: ${count} octets jetés (--max-line)`,
  cutShort: (who: string) => `une ligne de ${who}, coupée par la rupture, n’a pas été affichée`,
  partial: (who: string, size: number, cr: boolean) =>
    `${size} octet${size > 1 ? 's reçus' : ' reçu'} de ${who}, pas encore de «\u202f\\n\u202f»${cr ? '\u202f: le dernier est CR (\\r), pas LF. Terminal en mode raw\u202f? CRLF coupé\u202f?' : ''}`,
  partialHeld: (call: string, size: number) =>
    `${call}\u202f: il a ${size} octet${size > 1 ? 's' : ''} d’une ligne, pas encore de «\u202f\\n\u202f»`,
  /** Connections within a second, of which the address is the last's. */
  several: (count: number, last: string) => `${count} connexions, la dernière ${last},`,
  refused: (who: string) => `${who} refusé\u202f: trop de connexions`,
  tooSoon: (who: string, wait: number) =>
    `${who} refusé\u202f: n’a rien lu la dernière fois, peut revenir dans ${wait}\u00a0s`,
  forked: (parent: number, child: number) =>
    `deux processus se partagent la socket\u202f: ${parent} écrit, ${child} lit`,
  childDied: (how: string) => `le processus qui lisait est mort (${how})`,
  unreached: (where: string, errno: string) => `${where} n’a pas pu être joint (${errno})`,
  blocked: (who: string) => `${who} ne lit pas\u202f: bloqué dans sendall, personne n’est lu`,
  paused: (names: string, who: string) => `${who} ne lit pas\u202f: sa file est pleine, attend\u202f: ${names}`,
  unblocked: (who: string) => `tout est parti vers ${who}`,
  resumed: (names: string, who: string) => `la file de ${who} a de la place, relu\u202f: ${names}`,
  sendsTo: (who: string) => `les datagrammes partent vers ${who}`,
  firstDatagram: (who: string) => `premier datagramme de ${who}`,
  datagram: (who: string, size: number) => `datagramme de ${who}\u202f: ${size} octets`,
  datagramCut: (who: string, cut: number) =>
    `datagramme de ${who} trop long pour recvfrom\u202f: ${cut} octets perdus (--maximum)`,
  notSent: (size: number, errno: string) => `datagramme de ${size} octets pas envoyé (${errno})`,
  toNobody: 'personne n’a encore écrit\u202f: pas d’adresse où répondre, la ligne n’est pas partie',
  dropped: (count: number, total: number) =>
    `${count} datagrammes perdus ici, tampon de réception plein (drops\u202f: ${total} dans /proc/net/udp)`,
  forgotten: (who: string) => `${who} oublié\u202f: trop d’adresses, et il se taisait depuis le plus longtemps`,
  causes: {
    ECONNREFUSED: 'personne n’écoute là\u202f: le serveur est-il lancé, est-ce le bon port\u202f?',
    ECONNRESET: 'l’autre bout a fermé sans lire ce qui lui arrivait, ou son programme est mort.',
    EPIPE: 'l’autre bout avait déjà fermé.',
    EMSGSIZE: 'un datagramme UDP porte au plus 65 507 octets.',
    ETIMEDOUT: 'pas de réponse\u202f: machine éteinte, mauvaise adresse, ou pare-feu.',
    EHOSTUNREACH: 'aucune machine ne répond à cette adresse, ou un pare-feu refuse.',
    ENETUNREACH: 'aucune route n’y mène\u202f: vérifiez le réseau et l’adresse.',
    ENOTFOUND: 'ce nom n’a pas d’adresse\u202f: vérifiez-le.',
    EAI_AGAIN: 'le nom n’a pas pu être cherché\u202f: vérifiez le réseau.',
  } as Record<string, string>,
  calls: {
    accept: 'accept()',
    connect: 'connect()',
    recv: 'recv()',
    recvfrom: 'recvfrom()',
    sendall: 'sendall()',
    sendto: 'sendto()',
    select: 'select()',
    keyboard: 'la lecture du clavier',
    choice: 'input()',
    wait: 'wait()',
  } as Record<Waiting['call'], string>,
  blockedIn: (process: string, call: string) => `${process}bloqué dans ${call}`,
  noOutput: (errno: string) => `la sortie standard ne peut plus être écrite (${errno})\u202f: arrêt.`,
  unwritten: (count: number) => `personne ne lit la sortie standard\u202f: ${count} octets n’ont pas été écrits.`,
  noInput: (why: string) => `le clavier ne peut plus être lu (${why})\u202f: arrêt.`,
  noProgram: (known: string) => `quel programme\u202f? donnez l’un de ${known}.`,
  badProgram: (value: string, known: string) =>
    `«\u202f${value}\u202f» n’est pas un programme\u202f: choisissez parmi ${known}.`,
  nearProgram: (value: string, near: string) =>
    `«\u202f${value}\u202f» n’est pas un programme\u202f: vouliez-vous dire ${near}\u202f?`,
  onPage: (value: string) =>
    `${value} tourne dans la page, qui garde ses fichiers\u202f; dans un terminal, socat -u fait de même.`,
  badFlag: (why: string, program: string) =>
    `option incomprise (${why})\u202f: socket-lab run ${program} --help en donne la liste.`,
  badValue: (flag: string, value: string, fits: string) =>
    `--${flag} vaut «\u202f${value}\u202f»\u202f: donnez ${fits}.`,
  listener: 'tcp:PORT, tls:PORT (4 ou 6 après tcp ou tls pour une seule famille) ou unix:CHEMIN',
  badPort: (value: string) => `«\u202f${value}\u202f» n’est pas un port\u202f: donnez un nombre de 1 à 65535.`,
  number: (from: number, to: number) => `un nombre de ${from} à ${to}`,
  oneOf: (choices: string) => `l’un de ${choices}`,
  noTarget: (command: string) =>
    `il manque où se connecter\u202f: ${command} ADRESSE PORT, par exemple 127.0.0.1 8080.`,
  tooMany: (extra: string) => `«\u202f${extra}\u202f» est de trop\u202f: --help dit ce que prend ce programme.`,
  notForClient: (flag: string) => `--${flag} est pour un serveur\u202f; un client prend ADRESSE PORT.`,
}

export type RunTexts = typeof run
