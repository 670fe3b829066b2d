import type { StudyWords } from '../fr/study.ts'

export const study: StudyWords = {
  body: 'A file of all that the journal has of it, up to this moment.',
  formats: {
    text: { name: 'Text', help: 'what was said, a line for each event, for a report' },
    csv: { name: 'CSV', help: 'a row for each event, for a spreadsheet; no field becomes a formula there' },
    pcapng: {
      name: 'pcapng capture',
      help: 'for Wireshark and tshark; bytes, order, times, FIN and RST from the journal, headers made up',
    },
    mermaid: { name: 'Mermaid diagram', help: 'the exchange as a sequence diagram, for Markdown' },
    jsonl: { name: 'JSON Lines', help: 'everything, byte for byte, for a program' },
  },
  pseudonyms: 'Without names and addresses',
  pseudonymsHelp: '“P3” for the third participant. What people wrote stays as it is.',
}
