/** Words of the wake-ups of select (question 6), in both languages. Names of calls and sockets are those of POSIX. */
import { counted } from './format.ts'

const n = (value: number, one: string, other: string): string => counted('fr', value, { one, other })

export const fr = {
  title: 'Réveils de select',
  pace: 'Comment le programme avance',
  free: 'Il avance',
  freeHint: 'Le programme sert chaque réveil aussitôt',
  held: 'Retenu',
  heldHint: 'Il attend un clic avant de servir le réveil suivant (h, ici)',
  step: 'Servir un réveil',
  stepHint: 'Il sert ce qui est prêt, une fois, puis attend de nouveau (s, ici)',
  goOn: 'Laisser avancer',
  hold: 'Retenir select',
  heldTitle: 'Le programme est retenu avant son prochain réveil.',
  heldBy: (by: string) => `Retenu par ${by}.`,
  steppedBy: (by: string) => `Demandé par ${by}.`,
  goesOn: 'Il reprendra de lui-même si cette page disparaît pendant 30\u00a0s.',
  goesOnOwn: 'Il reprendra de lui-même si vous fermez cette page plus de 30\u00a0s.',
  heldBody: 'Ce qui arrive attend dans le noyau, comme Recv-Q le montre\u202f; rien n’est perdu.',
  stepTitle: 'Le prochain réveil sera servi, et lui seul.',
  stepBody: 'Aucune socket n’est prête\u202f: select attend que l’une d’elles le soit.',
  mark: 'retenu',
  legend:
    'Le programme ne sert rien avant votre clic. Un réveil sert toutes les sockets prêtes à cet instant, ensemble.',
  ran: 'Les lignes marquées sont celles que le dernier réveil a parcourues.',
  wake: (number: number) => `réveil ${number}`,
  listener: 'socket d’écoute',
  more: (count: number) => `et ${n(count, 'autre', 'autres')}`,
  nothing: 'aucune ligne entière encore',
  show: 'Choisir le premier événement de ce réveil',
  none: 'select n’a pas encore rendu la main.',
  keys: { hold: 'Retenir select, ou le laisser avancer', step: 'Servir un réveil de select' },
}

const other = (value: number, one: string, many: string): string => counted('en', value, { one, other: many })

export const en: typeof fr = {
  title: 'Wake-ups of select',
  pace: 'How the program goes on',
  free: 'Runs',
  freeHint: 'The program serves each wake-up at once',
  held: 'Held',
  heldHint: 'It waits for a click before it serves the next wake-up (h, in here)',
  step: 'Serve one wake-up',
  stepHint: 'It serves what is ready, once, then waits again (s, in here)',
  goOn: 'Let it run',
  hold: 'Hold select',
  heldTitle: 'The program is held before its next wake-up.',
  heldBy: (by) => `Held by ${by}.`,
  steppedBy: (by) => `Asked by ${by}.`,
  goesOn: 'It goes on by itself when that page has been gone for 30\u00a0s.',
  goesOnOwn: 'It goes on by itself when you have closed this page for 30\u00a0s.',
  heldBody: 'What arrives waits in the kernel, as Recv-Q shows; nothing is lost.',
  stepTitle: 'The next wake-up will be served, and no other.',
  stepBody: 'No socket is ready: select waits until one is.',
  mark: 'held',
  legend:
    'The program serves nothing before your click. A wake-up serves all the sockets that are ready then, together.',
  ran: 'The marked lines are those that the last wake-up went through.',
  wake: (number) => `wake-up ${number}`,
  listener: 'listening socket',
  more: (count) => `and ${other(count, 'more', 'more')}`,
  nothing: 'no whole line yet',
  show: 'Choose the first event of this wake-up',
  none: 'select has not returned yet.',
  keys: { hold: 'Hold select, or let it run', step: 'Serve one wake-up of select' },
}
