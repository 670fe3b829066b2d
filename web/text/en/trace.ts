import type * as fr from '../fr/trace.ts'

export const trace: typeof fr.trace = {
  tab: 'Trace',
  label: 'Trace of the system calls',
  level: 'Level',
  levels: {
    notice: { label: 'notice', hint: 'Who comes and goes, refusals, errors' },
    info: { label: 'info', hint: 'And each line that is passed on' },
    debug: { label: 'debug', hint: 'And each select, each recv with what it returned, each send' },
  },
  columns: { seq: 'no.', since: 'time', clock: 'clock', process: 'process', level: 'level', calls: 'calls' },
  program: 'program',
  child: 'child',
  kernel: 'kernel',
  copy: 'Copy what is on screen',
  calls: 'System calls',
  inferred:
    'These are the calls of the worksheet’s program. The lab sees what each recv returned; the send to each receiver is inferred, since it writes once a receiver and wake-up.',
  show: 'Show the trace',
}
