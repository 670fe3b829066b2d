import type { KeptTexts } from '../fr/kept.ts'

export const kept: KeptTexts = {
  journal: `usage: socket-lab journal check|compact [--data FOLDER]

  check     reads all of a folder's journal, and changes nothing
  compact   gives the room of what was deleted back to the disk`,
  erase: `usage: socket-lab erase RUN [options]

  RUN              the number in the address of its page, /runs/RUN
  --data FOLDER    the lab's folder (./data)
  --lab URL        the page of a lab that runs, instead of a folder
  --teacher LINK   the teacher's link, or what follows #teacher= in it, of a lab with roles`,
  forget: `usage: socket-lab forget NAME --lab URL [options]

  NAME              a name as it reads in the runs, letter by letter
  --address ADDRESS an address to replace as well; may be repeated
  --lab URL         the page of the lab, which runs
  --teacher LINK    the teacher's link, or what follows #teacher= in it, of a lab with roles`,
  sound: (runs, events, observations) => `sound: ${runs} runs, ${events} events, ${observations} observations`,
  damaged: (count) => `${count} faults`,
  compacted: (before, after) => `${before} bytes before, ${after} after`,
  erased: (run) => `run ${run} is deleted`,
  forgotten: (name, instead, runs) => `${name} is now called ${instead}, in ${runs}`,
  noRun: 'no run',
  runs: (ids) => `runs ${ids}`,
  written: (name, runs) =>
    `somebody wrote “${name}” in ${runs}: what is written stays; socket-lab erase deletes a whole run`,
  cannot: 'backups and exports cannot be found by name',
  which: 'check or compact?',
  whom: 'forget whom? one name, and --lab with the page of the lab',
}
