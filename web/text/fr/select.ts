/** The wake-ups of select (question 6). Calls and sockets have the names of POSIX. */
import { counts } from '../format.ts'

const n = counts('fr')

export const select = {
  title: 'Réveils de select',
  group: 'Comment le programme avance',
  running: 'En marche',
  runningHint: 'Le programme sert chaque réveil aussitôt',
  paused: 'En pause',
  pausedHint: 'Il attend un clic avant de servir le réveil suivant (h, ici)',
  step: 'Servir un réveil',
  stepHint: 'Il sert ce qui est prêt, une fois, puis attend de nouveau (s, ici)',
  goOn: 'Reprendre',
  pause: 'Mettre select en pause',
  readyNext: 'Prêtes pour le prochain select\u202f:',
  noneReady: 'Aucune socket n’est prête\u202f: le prochain select attendrait.',
  pausedTitle: 'Le programme est en pause avant son prochain réveil.',
  pausedBy: (by: string) => `Mis en pause par ${by}.`,
  steppedBy: (by: string) => `Demandé par ${by}.`,
  goesOn: 'Il reprendra de lui-même si cette page disparaît pendant 30\u00a0s.',
  goesOnOwn: 'Il reprendra de lui-même si vous fermez cette page plus de 30\u00a0s.',
  pausedBody: 'Ce qui arrive attend dans le noyau, comme Recv-Q le montre\u202f; rien n’est perdu.',
  stepTitle: 'Le prochain réveil sera servi, et lui seul.',
  stepBody: 'Aucune socket n’est prête\u202f: select attend que l’une d’elles le soit.',
  mark: 'en pause',
  legend:
    'Le programme ne sert rien avant votre clic. Un réveil sert toutes les sockets prêtes à cet instant, ensemble.',
  ran: 'Les lignes marquées sont celles que le dernier réveil a parcourues.',
  wakeUp: (number: number) => `réveil ${number}`,
  listener: 'socket d’écoute',
  more: (count: number) => `et ${n(count, 'autre', 'autres')}`,
  nothing: 'aucune ligne entière encore',
  show: 'Choisir le premier événement de ce réveil',
  none: 'select n’a pas encore rendu la main.',
  keys: { pause: 'Mettre select en pause, ou reprendre', step: 'Servir un réveil de select' },
}
