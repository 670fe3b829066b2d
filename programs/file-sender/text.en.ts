import type { ProgramText } from '../common/text.ts'

export const text: ProgramText = {
  name: 'File sender',
  question: 'Page on socat',
  teach:
    'Choose a file: each client that connects gets the whole of it, then FIN. The client learns neither its name nor its size: it reads to the end, and the SHA-256 says whether it has everything.',
  plays: 'You receive, with socat; the page shows how far each has come.',
  help: 'page on socat: sends a file to whoever connects',
  options: {},
}
