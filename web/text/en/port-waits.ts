import type * as fr from '../fr/port-waits.ts'

export const portWaits: typeof fr.portWaits = {
  title: 'The port is not free yet',
  label: 'Port refused',
  left: 'until the kernel forgets it',
  over: 'The time is over: try again.',
  retry: 'Try again',
  reuse: 'Start at once with SO_REUSEADDR',
}
