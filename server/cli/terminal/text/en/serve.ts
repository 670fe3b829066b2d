import type { ServeTexts } from '../fr/serve.ts'

export const serve: ServeTexts = {
  tagline: 'Socket Lab: raw TCP participants and browser tabs in one room, every byte in view.',
  usage: [
    'usage: socket-lab [serve] [flags]            the lab and its page (as npm start -- [flags] does)',
    '       socket-lab run PROGRAM [flags]        one program of the worksheet, in this terminal',
    '       socket-lab run --help                 the programs',
  ],
  flags: {
    host: 'address to listen on; 0.0.0.0 opens the lab to the network',
    port: 'TCP port of the first run, 0 for any free one',
    listen: 'a further listener of it; may be repeated',
    'web-port': 'port of the page and the API, 0 for any free one',
    data: 'where the journal is kept',
    program: 'program to start at once',
    'allow-target': 'networks that clients of the lab may connect to as well',
    open: 'open the page in the browser',
    version: 'print the version',
    help: 'print this text',
  },
  closing: 'Each flag can also be set by the environment variable below it. Ctrl+C drains and ends the lab.',
  page: 'page',
  try: 'try',
  end: 'Ctrl+C ends it.',
  ending: 'what is under way is being sent, for ten seconds at most; Ctrl+C once more ends at once.',
  damaged: (runs) => `passed over, since the journal cannot tell them any more: run ${runs}`,
  setAside: (path) => `the journal was damaged: it was set aside as ${path}, and a new one begun`,
  otherLab: (pid, page) => ` (PID ${pid}${page === null ? '' : `, its page is ${page}`})`,
  noBrowser: (url) => `no browser could be opened: go to ${url}`,
  badPort: (flag, value) => `--${flag} is "${value}": give a port number from 0 to 65535.`,
  badListener: (value) =>
    `--listen is "${value}": give tcp:PORT, tls:PORT (4 or 6 after tcp or tls for one family) or unix:PATH.`,
  badHost: (value) => `--host is "${value}": give an address of this machine, e.g. 127.0.0.1.`,
  badProgram: (value, known) => `--program is "${value}": choose one of ${known}.`,
  badNetwork: (value) => `--allow-target has "${value}": give networks such as 192.168.1.0/24, separated by commas.`,
  badFlag: (why) => `flag not understood (${why}): --help lists them.`,
}
