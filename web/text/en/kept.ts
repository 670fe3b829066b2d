import type { KeptWords } from '../fr/kept.ts'
import { counts } from '../format.ts'

const n = counts('en')

export const kept: KeptWords = {
  line: (days, runs, size) =>
    `${days === null ? 'Kept without a limit of time' : `Kept ${n(days, 'day', 'days')} after their end`}: ${n(runs, 'run', 'runs')}, ${size}.`,
  limit: (size) => `Beyond ${size}, the oldest go first.`,
  unread: 'What the lab keeps could not be asked for.',
  what: 'What is kept',
  erase: {
    button: (name) => `Delete ${name}`,
    ask: 'Delete this run?',
    why: (name, events) => `${name}: ${events}, the names and the files leave the disk. Nothing brings them back.`,
    exported: 'What somebody has exported or backed up elsewhere stays there.',
    sure: 'Yes, all of it',
    yes: 'Delete',
    done: (name) => `${name} is deleted: nothing of it is left on the lab’s disk.`,
  },
  notice: {
    title: 'What the lab keeps',
    lead: 'The lab records runs so that they can be read again. This is what, where, and for how long.',
    parts: [
      {
        title: 'What',
        lines: [
          'Of each run: who connected, under which name and from which address, and when; every byte exchanged; the files sent; who stopped, froze or disconnected.',
          'No account, no password, no e-mail address. No tracker: nothing leaves the machine of the lab.',
          'Your browser remembers your name, and the language and look you chose. Clearing the site’s data forgets them.',
        ],
      },
      {
        title: 'Where, and who sees it',
        lines: [
          'In the lab’s folder, on the machine that runs it, readable by whoever started it.',
          'Everybody who opens the lab’s page can read its runs.',
        ],
      },
      {
        title: 'Deleting',
        lines: [
          'Whoever started a run can delete it once it has ended, and so can the teacher: nothing of it is left on the disk.',
          'The teacher can forget a person: the name and address are replaced in all runs that have ended. What people wrote, copies and exports cannot be found by name.',
        ],
      },
    ],
    time: 'For how long',
    forever: 'Without a limit of time: the lab was started that way.',
    forDays: (days) => `${n(days, 'day', 'days')} after the end of the run; then all of it is deleted.`,
    room: (size) => `Beyond ${size} in all, the oldest runs are deleted sooner.`,
    now: (runs, size) => `Now: ${n(runs, 'run that has ended', 'runs that have ended')}, ${size} in all.`,
  },
  forget: {
    button: 'Forget a person',
    title: 'Forget a person',
    lead: 'The name, and the addresses that the person had, are replaced in all that is kept of runs that have ended.',
    name: 'The name, letter by letter',
    how: 'As it reads in the runs.',
    cannot: 'Cannot be found by name: what people wrote, names of files, backups and exports.',
    go: 'Forget',
    going: 'The journal is read from end to end…',
    done: (name, instead) => `${name} is now called ${instead}.`,
    runs: (count) => (count === 0 ? 'No run has changed.' : `${n(count, 'run has changed', 'runs have changed')}.`),
    written: (name) => `Somebody wrote “${name}” in these, which stays as it is:`,
    writtenHow: 'Whole runs can be deleted.',
    run: (id) => `run ${id}`,
    again: 'Forget somebody else',
  },
}
