/** What `serve` says on a terminal, in French and English. Counterpart: `lang.ts`, which of the two. */
import type { Lang } from '#shared/errors/sentences.ts'

const fr = {
  tagline:
    'Socket Lab\u202f: participants TCP et onglets de navigateur dans la même pièce, chaque octet sous les yeux.',
  usage: [
    'usage\u202f: socket-lab [serve] [options]           le labo et sa page (comme npm start -- [options])',
    '        socket-lab run PROGRAMME [options]      un programme de la feuille, dans ce terminal',
    '        socket-lab run --help                   la liste des programmes',
  ],
  flags: {
    host: 'adresse d’écoute\u202f; 0.0.0.0 ouvre le labo au réseau',
    port: 'port TCP de la première séance, 0 pour un port libre',
    listen: 'une porte de plus pour elle\u202f; peut être répété',
    'web-port': 'port de la page et de l’API, 0 pour un port libre',
    data: 'où le journal est gardé',
    scenario: 'programme à lancer d’emblée',
    'allow-target': 'réseaux que les clients du labo peuvent aussi viser',
    open: 'ouvrir la page dans le navigateur',
    version: 'afficher la version',
    help: 'afficher ce texte',
  },
  closing:
    'Chaque option peut aussi venir de la variable d’environnement écrite dessous. Ctrl+C vide les files et termine.',
  page: 'page',
  try: 'essai',
  end: 'Ctrl+C pour terminer.',
  setAside: (path: string) =>
    `le journal était abîmé\u202f: il a été mis de côté dans ${path}, et un nouveau est commencé`,
  otherLab: (pid: number, page: string | null) => ` (PID ${pid}${page === null ? '' : `, sa page est ${page}`})`,
  noBrowser: (url: string) => `aucun navigateur n’a pu être ouvert\u202f: allez à ${url}`,
  badPort: (flag: string, value: string) =>
    `--${flag} vaut «\u202f${value}\u202f»\u202f: donnez un numéro de port de 0 à 65535.`,
  badDoor: (value: string) =>
    `--listen vaut «\u202f${value}\u202f»\u202f: donnez tcp:PORT, tls:PORT (4 ou 6 après tcp ou tls pour une seule famille) ou unix:CHEMIN.`,
  badHost: (value: string) =>
    `--host vaut «\u202f${value}\u202f»\u202f: donnez une adresse de cette machine, par exemple 127.0.0.1.`,
  badScenario: (value: string, known: string) =>
    `--scenario vaut «\u202f${value}\u202f»\u202f: choisissez parmi ${known}.`,
  badNetwork: (value: string) =>
    `--allow-target contient «\u202f${value}\u202f»\u202f: donnez des réseaux comme 192.168.1.0/24, séparés par des virgules.`,
  badFlag: (why: string) => `option incomprise (${why})\u202f: --help en donne la liste.`,
}

const en: typeof fr = {
  tagline: 'Socket Lab: raw TCP participants and browser tabs in one room, every byte in view.',
  usage: [
    'usage: socket-lab [serve] [flags]            the lab and its page (as npm start -- [flags] does)',
    '       socket-lab run PROGRAM [flags]        one program of the worksheet, in this terminal',
    '       socket-lab run --help                 the programs',
  ],
  flags: {
    host: 'address to listen on; 0.0.0.0 opens the lab to the network',
    port: 'TCP port of the first run, 0 for any free one',
    listen: 'a further door of it; may be repeated',
    'web-port': 'port of the page and the API, 0 for any free one',
    data: 'where the journal is kept',
    scenario: 'program to start at once',
    'allow-target': 'networks that clients of the lab may connect to as well',
    open: 'open the page in the browser',
    version: 'print the version',
    help: 'print this text',
  },
  closing: 'Each flag can also be set by the environment variable below it. Ctrl+C drains and ends the lab.',
  page: 'page',
  try: 'try',
  end: 'Ctrl+C ends it.',
  setAside: (path) => `the journal was damaged: it was set aside as ${path}, and a new one begun`,
  otherLab: (pid, page) => ` (PID ${pid}${page === null ? '' : `, its page is ${page}`})`,
  noBrowser: (url) => `no browser could be opened: go to ${url}`,
  badPort: (flag, value) => `--${flag} is "${value}": give a port number from 0 to 65535.`,
  badDoor: (value) =>
    `--listen is "${value}": give tcp:PORT, tls:PORT (4 or 6 after tcp or tls for one family) or unix:PATH.`,
  badHost: (value) => `--host is "${value}": give an address of this machine, e.g. 127.0.0.1.`,
  badScenario: (value, known) => `--scenario is "${value}": choose one of ${known}.`,
  badNetwork: (value) => `--allow-target has "${value}": give networks such as 192.168.1.0/24, separated by commas.`,
  badFlag: (why) => `flag not understood (${why}): --help lists them.`,
}

const texts = { fr, en }

export const serveTexts = (lang: Lang): typeof fr => texts[lang]
