import type { ExportTexts } from '../fr/export.ts'

export const exporting: ExportTexts = {
  usage: `usage: socket-lab export RUN --format FORMAT [options]

  RUN                the number in the address of its page, /runs/RUN
  --format FORMAT    jsonl (all that the journal knows of it), csv (a row an event), text (what was said),
                     pcapng (for Wireshark; headers are made up), mermaid (a diagram)
  --out FILE         where to write it; without it, to standard output
  --data FOLDER      the lab's folder (./data)
  --lab URL          from the page of a lab that runs, instead of a folder
  --names pseudonyms without names and addresses
  --lang fr|en`,
  noRun: (given) => `which run? Its number is in the address of its page, and is not "${given}"`,
  badFormat: (given, known) => `--format ${given}: there are ${known}`,
  badNames: (given) => `--names ${given}: names or pseudonyms`,
  badLang: (given) => `--lang ${given}: fr or en`,
  badLab: (given) => `--lab ${given} is not the address of a page`,
  noSuchRun: (run, where) => `there is no run ${run} in ${where}`,
  noFolder: (folder) => `there is no journal in ${folder}: name the lab's folder with --data`,
  inUse: (folder) => `a lab uses ${folder}: give the address of its page with --lab, or stop it first`,
  refused: (address, why) => `${address} refused it: ${why}`,
  unreached: (address, why) => `${address} does not answer: ${why}`,
  written: (file, size) => `${file}: ${size} bytes`,
  notWritten: (file, why) => `${file} cannot be written: ${why}`,
}
