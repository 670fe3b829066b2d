/** What is said of going back in the time of a run. */
import { counted, formatNumber, type Forms } from '../format.ts'
import type { TimeWords } from '../fr/time.ts'

const n = (count: number, one: Forms['one'], other: Forms['other']): string => counted('en', count, { one, other })

export const time: TimeWords = {
  title: 'Go back in time',
  slider: 'Moment shown',
  at: (clock, seq) => (seq === 0 ? `${clock}, before the first event` : `${clock}, event ${formatNumber('en', seq)}`),
  event: (seq) => (seq === 0 ? 'before the first event' : `event ${formatNumber('en', seq)}`),
  first: 'First event',
  back: 'Previous event',
  play: 'Play',
  pause: 'Pause',
  forward: 'Next event',
  last: 'Last event',
  now: 'Back to live',
  leave: 'Leave',
  speed: 'Speed',
  times: (speed) => `×${formatNumber('en', speed)}`,
  silences: 'silences cut to 2\u00a0s',
  cut: (seconds) => `${seconds} of silence`,
  marker: 'Marker',
  markerHelp: 'Set a marker here, or take it away',
  markers: (count) => n(count, 'marker', 'markers'),
  toMarker: (number, clock) => `Go to marker ${number}, ${clock}`,
  waits: 'somebody waits',
  failed: 'This moment cannot be read.',
  states: {
    title: 'TCP states',
    figure: 'RFC\u00a09293, figure\u00a05',
    whose: 'Connection of',
    program: 'the program’s end',
    peer: (name) => `${name}’s end`,
    far: 'The other end is on a machine that the lab cannot see.',
    none: 'No TCP connection at this moment.',
    unseen: 'At this moment the lab had not looked at the kernel’s tables yet.',
    gone: 'The kernel has no row for this connection any more: it is over.',
    sentence: (who, state) => `${who}: ${state}`,
    recvQ: 'Recv-Q',
    sendQ: 'Send-Q',
    fin: (queue) => `${queue}, the FIN included`,
  },
}
