/**
 * Words of the trace view. The calls themselves, and the remarks beside them, are `shared/trace/words.ts`.
 * Invariant: `en` has the shape of `fr`, or it does not compile.
 */
import type { TraceLevel } from '#shared/trace/call.ts'

type Levels = Record<TraceLevel, { label: string; hint: string }>

const frLevels: Levels = {
  notice: { label: 'notice', hint: 'Qui vient, qui part, les refus, les erreurs' },
  info: { label: 'info', hint: 'Et chaque ligne transmise' },
  debug: { label: 'debug', hint: 'Et chaque select, chaque recv avec ce qu’il a rendu, chaque send' },
}

export const fr = {
  tab: 'Trace',
  label: 'Trace des appels système',
  level: 'Niveau',
  levels: frLevels,
  columns: { seq: 'n°', since: 'temps', clock: 'heure', process: 'processus', level: 'niveau', calls: 'appels' },
  program: 'programme',
  child: 'enfant',
  kernel: 'noyau',
  copy: 'Copier ce qui est à l’écran',
  calls: 'Appels système',
  inferred:
    'Ce sont les appels du programme de la feuille. Le labo voit ce que chaque recv a rendu\u202f; les send à chacun sont déduits, car il écrit une fois par destinataire et par réveil.',
  show: 'Montrer la trace',
  key: 'Échelle, tableau, trace, programme',
}

const enLevels: Levels = {
  notice: { label: 'notice', hint: 'Who comes and goes, refusals, errors' },
  info: { label: 'info', hint: 'And each line that is passed on' },
  debug: { label: 'debug', hint: 'And each select, each recv with what it returned, each send' },
}

export const en: typeof fr = {
  tab: 'Trace',
  label: 'Trace of the system calls',
  level: 'Level',
  levels: enLevels,
  columns: { seq: 'no.', since: 'time', clock: 'clock', process: 'process', level: 'level', calls: 'calls' },
  program: 'program',
  child: 'child',
  kernel: 'kernel',
  copy: 'Copy what is on screen',
  calls: 'System calls',
  inferred:
    'These are the calls of the worksheet’s program. The lab sees what each recv returned; the send to each receiver is inferred, since it writes once a receiver and wake-up.',
  show: 'Show the trace',
  key: 'Ladder, table, trace, program',
}
