/** Words of the options that several programs have, in English. */
import type { FileText, OptionTexts } from './text.ts'

export const options: OptionTexts = {
  maxLine: {
    label: 'Longest line, in bytes',
    hint: 'Its end included, 16 to 131,072. The rest of a longer line is discarded, and the event says so.',
    help: 'longest line, in bytes; the rest of a longer one is discarded, and that is said',
  },
  reuseAddress: {
    label: 'Take the port again at once (SO_REUSEADDR)',
    hint: 'Without this option the port is refused while TIME_WAIT is left on it, as bind would.',
    help: 'SO_REUSEADDR on the listening socket; off: refuses a port with TIME_WAIT left, as bind does',
  },
  idleTimeout: {
    label: 'Idle time-out, in seconds',
    hint: '0 (never) to 3,600, as socat -T: after so long without a byte in either direction, the program closes a connection that it has accepted.',
    help: 'closes an accepted connection on which no byte passes, either way, for so long; 0 for never, 3600 at most',
  },
  role: {
    label: 'Role of the program',
    choices: {
      server: { label: 'Server', hint: 'It listens, and serves the first who connects.' },
      client: { label: 'Client', hint: 'It connects to the address that you give.' },
    },
    help: 'which side; a client takes HOST PORT',
  },
  lineEnd: {
    label: 'The end of a line is part of its datagram',
    hint: 'As with socat, or readline in Python.',
    help: 'off: the end of a line is no part of its datagram',
  },
}

export const file: FileText = {
  start: 'To start it:',
  place: { port: 'PORT', path: 'PATH', target: 'HOST PORT', file: 'FILE' },
  certificate: 'It needs a certificate and its key:',
  without: {
    elsewhere: 'The run of the lab listens at other addresses as well; this program at one alone.',
    idleTimeout: 'The lab also closes a connection on which no byte has passed for too long (option -T).',
    slowConsumer: 'The lab also cuts off who reads nothing for 10 s while others wait for it.',
  },
}
