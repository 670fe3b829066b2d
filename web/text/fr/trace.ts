/** The trace view. The remarks beside the calls: `shared/trace/text.<lang>.ts`. */
import type { TraceLevel } from '#shared/trace/call.ts'

type Levels = Record<TraceLevel, { label: string; hint: string }>

export const trace = {
  tab: 'Trace',
  label: 'Trace des appels système',
  level: 'Niveau',
  levels: {
    notice: { label: 'notice', hint: 'Qui vient, qui part, les refus, les erreurs' },
    info: { label: 'info', hint: 'Et chaque ligne transmise' },
    debug: { label: 'debug', hint: 'Et chaque select, chaque recv avec ce qu’il a rendu, chaque send' },
  } satisfies Levels,
  columns: { seq: 'n°', since: 'temps', clock: 'heure', process: 'processus', level: 'niveau', calls: 'appels' },
  program: 'programme',
  child: 'enfant',
  kernel: 'noyau',
  copy: 'Copier ce qui est à l’écran',
  calls: 'Appels système',
  inferred:
    'Ce sont les appels du programme de la feuille. Le labo voit ce que chaque recv a rendu\u202f; les send à chacun sont déduits, car il écrit une fois par destinataire et par réveil.',
  show: 'Montrer la trace',
}
