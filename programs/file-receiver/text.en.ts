import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'File receiver',
  question: 'Page on socat',
  teach:
    'A file is but a stream of bytes: the program keeps what each client sends until its FIN. TCP carries neither name nor length, and nothing tells whether a stream cut short was whole: compare the SHA-256 sums.',
  plays: 'You send, with socat; the page shows what arrives, and gives it back.',
  help: 'page on socat: receives files',
  options: {},
}
