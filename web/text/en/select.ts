import { counts } from '../format.ts'
import type * as fr from '../fr/select.ts'

const n = counts('en')

export const select: typeof fr.select = {
  title: 'Wake-ups of select',
  group: 'How the program goes on',
  running: 'Running',
  runningHint: 'The program serves each wake-up at once',
  paused: 'Paused',
  pausedHint: 'It waits for a click before it serves the next wake-up (h, in here)',
  step: 'Serve one wake-up',
  stepHint: 'It serves what is ready, once, then waits again (s, in here)',
  goOn: 'Resume',
  pause: 'Pause select',
  readyNext: 'Ready for the next select:',
  noneReady: 'No socket is ready: the next select would wait.',
  pausedTitle: 'The program is paused before its next wake-up.',
  pausedBy: (by) => `Paused by ${by}.`,
  steppedBy: (by) => `Asked by ${by}.`,
  goesOn: 'It goes on by itself when that page has been gone for 30\u00a0s.',
  goesOnOwn: 'It goes on by itself when you have closed this page for 30\u00a0s.',
  pausedBody: 'What arrives waits in the kernel, as Recv-Q shows; nothing is lost.',
  stepTitle: 'The next wake-up will be served, and no other.',
  stepBody: 'No socket is ready: select waits until one is.',
  mark: 'paused',
  legend:
    'The program serves nothing before your click. A wake-up serves all the sockets that are ready then, together.',
  ran: 'The marked lines are those that the last wake-up went through.',
  wakeUp: (number) => `wake-up ${number}`,
  listener: 'listening socket',
  more: (count) => `and ${n(count, 'more', 'more')}`,
  nothing: 'no whole line yet',
  show: 'Choose the first event of this wake-up',
  none: 'select has not returned yet.',
  keys: { pause: 'Pause or resume select', step: 'Serve one wake-up of select' },
}
