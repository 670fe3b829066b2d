import { counts } from '../format.ts'
import type * as fr from '../fr/files.ts'

const n = counts('en')
const refused = 'The lab could not keep it.'

export const files: typeof fr.files = {
  title: 'Files',
  none: { in: 'No file has arrived yet.', out: 'Nobody has come for the file yet.' },
  empty: {
    in: 'Paste this command into a terminal: f is the file to send. It will appear in the Program view.',
    out: 'Choose the file to send, then paste this command into a terminal: it will arrive there under the name f.',
  },
  chooser: 'File to send',
  drop: 'Drop the file to send here, or choose it.',
  dropAnother: 'The whole of this file goes to each client. To change it, drop another one here.',
  browse: 'Choose a file',
  giving: (name, size, total) =>
    `${name === '' ? 'The file' : name} is coming: ${total === null ? size : `${size} of ${total}`}`,
  cancel: 'Cancel',
  noRoom: (name, size, room) =>
    `“${name}” takes ${size}, and the quota of the lab for files leaves ${room}: choose a smaller file.`,
  unreadable: (name) => `The browser cannot read “${name}”: choose a file, not a folder.`,
  states: {
    in: { begun: 'begins', going: 'under way', whole: 'received up to FIN', partial: 'partial', refused: 'refused' },
    out: {
      begun: 'sending begins',
      going: 'being sent',
      whole: 'sent whole',
      partial: 'interrupted',
      refused: 'refused',
    },
    upload: {
      begun: 'comes from the page',
      going: 'comes from the page',
      whole: 'chosen',
      partial: 'partial',
      refused: 'refused',
    },
  },
  kept: {
    going: 'Its end has not come yet: TCP does not tell how much is left.',
    whole:
      'FIN has come, and the disk has it all. A sender that is killed sends FIN as well: only the sum tells whether the file is whole.',
    partial: 'The connection was cut before FIN: this is what had come.',
    refused: refused,
  },
  sent: {
    going: 'The client has not answered with a FIN of its own yet.',
    whole: 'All of it has left, and the client has answered FIN.',
    partial: 'The client left, or the run was stopped, before the end: nothing tells what it received.',
    refused: refused,
  },
  errnos: {
    EDQUOT: 'The quota of the lab for files is reached (EDQUOT): nothing of it is kept.',
    ENOSPC: 'The disk is nearly full (ENOSPC): nothing of it is kept.',
    ECONNRESET: 'The page left before the end of the file: nothing of it is kept.',
  },
  from: (name) => `from ${name}`,
  to: (name) => `to ${name}`,
  rate: (size) => `${size}/s`,
  done: (size, bytes) => `${size} (${n(bytes, 'byte', 'bytes')})`,
  of: (size, total) => `${size} of ${total}`,
  sha256: 'SHA-256',
  copySha: (name) => `Copy the SHA-256 of ${name}`,
  download: 'Download',
  downloadOf: (name) => `Download ${name}`,
  remove: (name) => `Delete ${name}`,
  removeAsk: (name) => `Delete “${name}”?`,
  removeWhy: 'The lab deletes it from its disk, for everybody. What the journal says of it stays.',
  removeDo: 'Delete',
  compare: 'Compare with sha256sum f, on your side.',
  told: {
    in: (name, who, how) => `file ${name} of ${who}: ${how}`,
    out: (name, who, how) => `file ${name} to ${who}: ${how}`,
    upload: (name, _who, how) => `file ${name}: ${how}`,
  },
  explain: {
    in: {
      begun:
        'The program opens a new file for this client. What comes over this connection is written there as it is, not cut into lines.',
      going: 'Bytes go on arriving. The program cannot know how many are left: only FIN will tell.',
      whole:
        'FIN has come: recv returns zero bytes. The file is on the disk (fsync), and its SHA-256 is known: the sender’s must be the same. It alone proves that nothing is missing, for the kernel of a killed program sends FIN as well.',
      partial:
        'The connection ended without FIN, or the run was stopped before: the file is incomplete. What had come is kept, and marked so.',
      refused:
        'The file does not fit the quota of the lab (EDQUOT) or the disk (ENOSPC). Nothing of it is kept, and the connection is closed.',
    },
    out: {
      begun:
        'The program opens the chosen file, from its beginning, for this client. It reads no more of it than the connection can take.',
      going:
        'Bytes leave as fast as the client reads them: when it stops, its kernel and ours fill up, and the program waits.',
      whole:
        'The whole file has left, then FIN, and the client has answered with a FIN of its own. Its sha256sum must give the same sum.',
      partial:
        'The client cut the connection before the end, or the run was stopped. The program then cuts with RST: FIN would have made the file look whole.',
      refused: refused,
    },
    upload: {
      begun:
        'The page gives the lab a file, which writes it to the disk as it comes, and never has all of it in memory.',
      going: 'The file goes on coming from the page.',
      whole:
        'The whole file is on the disk, and its SHA-256 is known. The program accepts those who waited, and sends it to each.',
      partial: refused,
      refused:
        'The file does not fit the quota of the lab (EDQUOT) or the disk (ENOSPC), or the page left before its end (ECONNRESET). Nothing of it is kept.',
    },
  },
}
