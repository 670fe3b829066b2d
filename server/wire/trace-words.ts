/** What a trace says beside its calls, in both languages. The calls and the names of errors are POSIX's in either. */
import type { Lang } from './sentences.ts'

const fr = {
  begins: 'le programme commence',
  fin: 'FIN reçu',
  backlog: 'établie pour le noyau, pas encore acceptée',
  accepts: 'sort de la file d’attente',
  lines: (count: number) => `${count} ligne${count > 1 ? 's' : ''}`,
  carried: (size: number) => `${size} octets encore de la lecture précédente`,
  held: (size: number) => `dont ${size} gardés\u202f: ligne incomplète`,
  several: 'plusieurs lectures',
  more: (count: number) => `et ${count} de plus`,
  unfinished: 'ligne sans fin',
  discarded: (size: number) => `${size} octets écartés\u202f: ligne trop longue`,
  lost: 'pas transmis\u202f: la connexion est rompue',
  unsent: (size: number) => `${size} octets jamais pris`,
  rst: 'RST',
  slow: 'RST\u202f: n’a rien pris pendant 10 s',
  tooLong: 'RST\u202f: ligne sans fin',
  halfClosed: 'à moitié fermée depuis 30 s',
  stopping: 'le programme s’arrête',
  'run-full': 'RST\u202f: trop de participants',
  'address-full': 'RST\u202f: trop de connexions de cette adresse',
  descriptors: 'fermée\u202f: plus de descripteurs',
  deadlock: (run: string) => `interblocage avec la séance ${run}`,
  heldUp: 'bloqué\u202f: il ne lit pas, on ne lit plus ceux qui lui parlent',
  released: 'reprend\u202f: il lit de nouveau',
  trouble: (code: string) => `lectures suspendues\u202f: ${code}`,
  wake: (number: number) => `réveil ${number}`,
}

const en: typeof fr = {
  begins: 'the program begins',
  fin: 'FIN received',
  backlog: 'established for the kernel, not accepted yet',
  accepts: 'leaves the backlog',
  lines: (count) => `${count} line${count > 1 ? 's' : ''}`,
  carried: (size) => `${size} more bytes of the read before`,
  held: (size) => `${size} of them kept: line not complete`,
  several: 'several reads',
  more: (count) => `and ${count} more`,
  unfinished: 'line without end',
  discarded: (size) => `${size} bytes discarded: line too long`,
  lost: 'not passed on: the connection broke',
  unsent: (size) => `${size} bytes never taken`,
  rst: 'RST',
  slow: 'RST: took nothing for 10 s',
  tooLong: 'RST: line without end',
  halfClosed: 'half closed for 30 s',
  stopping: 'the program stops',
  'run-full': 'RST: too many participants',
  'address-full': 'RST: too many connections from this address',
  descriptors: 'closed: out of descriptors',
  deadlock: (run) => `deadlock with run ${run}`,
  heldUp: 'blocked: it does not read, and those who speak to it are not read',
  released: 'goes on: it reads again',
  trouble: (code) => `reading suspended: ${code}`,
  wake: (number) => `wake-up ${number}`,
}

export type TraceWords = typeof fr
const words: Record<Lang, TraceWords> = { fr, en }
export const traceWords = (lang: Lang): TraceWords => words[lang]
