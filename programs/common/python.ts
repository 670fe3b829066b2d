/**
 * The Python that listings share: imports, how a program comes to its socket, how it reads whole lines. What a class need not
 * look at is `folded` in the page; the file has all of it. Counterparts: `programs/<id>/listing.ts`, the loops; `file.ts`.
 * Invariant: `complete` gives a program that Python 3.9 runs as it stands.
 */
import type { Listing, ListingLine, BoundAddress } from '#shared/protocol/program.ts'

/** Where it listens when nothing is said: the port of the worksheet. */
export const SHEET: BoundAddress = { transport: 'tcp', host: '127.0.0.1', port: 8080 }

/** What a program of the lab has by option. Runs that were recorded before an option have none. */
interface Options {
  readonly maxLine?: number
  readonly reuseAddress?: boolean
  readonly target?: { readonly host: string; readonly port: number }
}

/**
 * Lines of code that a class need not look at; a comment has both languages, `# fr | en`.
 * @param id of the first is `<id>-1`
 */
export const folded = (id: string, code: string): Listing =>
  code
    .replace(/^\n|\s+$/g, '')
    .split('\n')
    .map((line, i) => {
      const [, before = line, fr, en] = /^(.*?) {2}# (.*) \| (.*)$/.exec(line) ?? []
      return { id: `${id}-${i + 1}`, code: before, folded: true, ...(fr && en && { fr, en }) }
    })

/** Where the names come from that a program uses. */
const MODULES: readonly (readonly [name: string, names: RegExp])[] = [
  ['collections', /\bdeque\b/g],
  ['contextlib', /\bsuppress\b/g],
  ['itertools', /\bcount(?=\()/g],
  ['select', /\bselect(?=\()/g],
  ['signal', /\bSIGTERM\b/g],
  ['socket', /\bsocket(?=\()|\b(?:AF|SOCK|SOL|SO|IPPROTO|IPV6|SHUT)_[A-Z0-9_]+\b/g],
  ['ssl', /\b(?:SSLContext|PROTOCOL_TLS_SERVER|SSLWantReadError|SSLWantWriteError)\b/g],
  ['sys', /\b(?:argv|stderr)\b/g],
  ['threading', /\bThread\b/g],
  ['time', /\bmonotonic\b/g],
]
const WHOLE = ['atexit', 'os']

/** The body with the imports that it needs, in front. */
export function complete(...parts: readonly Listing[]): Listing {
  const body = parts.flat()
  const code = body.map((line) => line.code).join('\n')
  const whole = WHOLE.filter((name) => new RegExp(`\\b${name}\\.`).test(code))
  const some = MODULES.map(([name, names]) => [name, [...new Set(code.match(names))].sort()] as const)
  const imports = [
    ...(whole.length > 0 ? [`import ${whole.join(', ')}`] : []),
    ...some.filter(([, names]) => names.length > 0).map(([name, names]) => `from ${name} import ${names.join(', ')}`),
  ]
  return [...folded('import', imports.join('\n')), ...body]
}

const REUSE: ListingLine = {
  id: 'reuse',
  code: 'listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)',
  fr: 'avant bind\u202f: TIME_WAIT ne le fera pas échouer',
  en: 'before bind: TIME_WAIT will not make it fail',
}
const TOLD = folded('told', "print('listening at', listener.getsockname(), file=stderr)")

/** socket, bind, listen: `listener` for a program of streams. */
export function listener({ reuseAddress = false }: Options, address: BoundAddress): Listing {
  const bound = address.transport === 'unix' ? boundToPath(address) : boundToPort(address, reuseAddress)
  const listens = [...bound, { id: 'listen', code: 'listener.listen()' }]
  return address.transport === 'tls' ? [...listens, ...TLS, ...TOLD] : [...listens, ...TOLD]
}

function boundToPort(address: BoundAddress, reuseAddress: boolean): Listing {
  return [
    ...portOf(address),
    { id: 'socket', code: `listener = socket(${familyOf(address.host)}, SOCK_STREAM)` },
    ...bothFamilies(address, 'listener'),
    ...(reuseAddress ? [REUSE] : []),
    { id: 'bind', code: `listener.bind((${quoted(address.host)}, port))` },
  ]
}

const boundToPath = ({ path = 'socket-lab.sock', mode = 0o600 }: BoundAddress): Listing => [
  ...folded('path', `path = argv[1] if len(argv) > 1 else ${quoted(path)}\nos.umask(0o${(0o777 & ~mode).toString(8)})`),
  { id: 'socket', code: 'listener = socket(AF_UNIX, SOCK_STREAM)' },
  { id: 'bind', code: 'listener.bind(path)', fr: 'crée un fichier', en: 'makes a file' },
  ...folded('unlink', 'atexit.register(os.unlink, path)'),
]

const TLS: Listing = [
  ...folded('certificate', `context = SSLContext(PROTOCOL_TLS_SERVER)\ncontext.load_cert_chain('cert.pem', 'key.pem')`),
  {
    id: 'secure',
    code: 'listener = context.wrap_socket(listener, server_side=True)',
    fr: 'accept négocie aussi TLS',
    en: 'accept also does the handshake',
  },
]

/** Of a program of datagrams: `port`, from its command line. */
export const portOf = ({ port }: BoundAddress): Listing =>
  folded('port', `port = int(argv[1]) if len(argv) > 1 else ${port}`)

/** `::` takes IPv4 as well, unless it is told not to. */
export const bothFamilies = ({ host, ipv6Only = false }: BoundAddress, socket: string): Listing =>
  host === '::' ? folded('family', `${socket}.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, ${ipv6Only ? 1 : 0})`) : []

/** `host` and `port` of a client, from its command line. */
export function targetOf({ target: { host, port } = SHEET }: Options): Listing {
  return folded('target', `host, port = argv[1:3] if len(argv) > 2 else (${quoted(host)}, ${port})`)
}

export const familyOf = (host: string): string => (host.includes(':') ? 'AF_INET6' : 'AF_INET')

/** socket, connect. @param name of the socket */
export const connector = (options: Options, name: string): Listing => [
  ...targetOf(options),
  { id: 'socket', code: `${name} = socket(${familyOf(options.target?.host ?? '')}, SOCK_STREAM)` },
  {
    id: 'connect',
    code: `${name}.connect((host, int(port)))`,
    fr: 'bloqué jusqu’à la réponse du noyau d’en face',
    en: 'blocked until the other kernel answers',
  },
]

/**
 * How a program that does one thing at a time accepts: it leaves out who fails the handshake of TLS.
 * @param to what accept gives is assigned to
 */
export const accepting = ({ transport }: BoundAddress): { readonly helper: Listing; readonly call: string } =>
  transport === 'tls'
    ? {
        helper: folded(
          'accept',
          `
def accept():
    while True:
        with suppress(OSError):  # qui échoue à négocier n’est pas un client | who fails the handshake is no client
            return listener.accept()[0]`,
        ),
        call: 'accept()',
      }
    : { helper: [], call: 'listener.accept()[0]' }

/** How a program in select accepts, as `client`: it goes on with the next socket where the handshake of TLS failed. */
export const selectAccepts = ({ transport }: BoundAddress, id: string): Listing => {
  const words = { fr: 'ne bloque pas\u202f: il y en a un', en: 'does not block: there is one' }
  if (transport !== 'tls') return [{ id, code: '            client = s.accept()[0]', ...words }]
  return [
    { id, code: '            try: client = s.accept()[0]' },
    { id: `${id}-failed`, code: '            except OSError: continue', folded: true },
  ]
}

/** Standard input and output as bytes: what comes is shown as it came. */
export const KEYBOARD = folded('keyboard', "stdin = open(0, 'rb')")
export const SCREEN = folded('screen', "stdout = open(1, 'wb', 0)")
export const CONSOLE = [...KEYBOARD, ...SCREEN]

/** Longest line; older runs may have none. */
const longest = ({ maxLine }: Options): Listing => folded('longest', `LONGEST = ${maxLine ?? 16_384}`)

/**
 * `next_line(stream)` of a program that reads one stream at a time: b'' at its end. What a line has beyond LONGEST bytes is left
 * out. @param reset whether RST is an end too, or an exception
 */
export function nextLine(options: Options, reset: 'ends' | 'raises'): Listing {
  const body = `
line = rest = stream.readline(LONGEST)
if len(line) == LONGEST:  # trop longue\u202f: le reste est écarté | too long: the rest is left out
    while rest and not rest.endswith(b'\\n'):
        rest = stream.readline(LONGEST)
    line = line[:-1] + rest[-1:]
return line`.slice(1)
  const indent = (code: string): string => code.replace(/^/gm, '    ')
  const tried = reset === 'ends' ? `try:\n${indent(body)}\nexcept OSError:  # RST | RST\n    return b''` : body
  return [...longest(options), ...folded('next', `def next_line(stream):\n${indent(tried)}`)]
}

/**
 * `whole_lines(s)` of a program that reads several sockets: the lines that are whole, and at the end of the stream what is left
 * of one; s is no more in `begun` then.
 * @param blocks it reads until a line is whole; else once, as select allows
 * @param pauses errors of a socket that does not block and has nothing yet; null where it blocks
 */
export function wholeLines(options: Options, blocks: boolean, pauses: string | null = null): Listing {
  const read = `
try:
    data = s.recv(65536)${pauses === null ? '' : `\nexcept ${pauses}:  # rien encore | nothing yet\n    return b''`}
except OSError:  # RST | RST
    begun[s] = data = b''
if not data:
    rest = begun.pop(s)
    return b'' if s in lost else rest
*lines, rest = (begun[s] + data).split(b'\\n')
begun[s] = rest[:LONGEST - 1]  # ce qui est trop long est écarté | what is too long is left out`.slice(1)
  const indent = (code: string): string => code.replace(/^/gm, '    ')
  const reads = blocks ? `lines = []\nwhile not lines:\n${indent(read)}` : read
  const code = `def whole_lines(s):\n${indent(`${reads}\nreturn b''.join(line[:LONGEST - 1] + b'\\n' for line in lines)`)}`
  return [
    ...longest(options),
    ...folded(
      'whole',
      `lost = set()\nbegun = {}  # la ligne commencée de chaque client | of each client the line that has begun\n${code}`,
    ),
  ]
}

/** `gone(peer)`, when it could not be sent to: the error is told once, so that recv would take this end for FIN. */
export const GONE = folded(
  'gone',
  `
def gone(peer):  # RST\u202f: sa ligne commencée est perdue | RST: the line that it has begun is lost
    lost.add(peer)`,
)

/** `receive(s)`: what one recv gives; RST is an end as well. */
export const receive = (pauses: string | null): Listing =>
  folded(
    'receive',
    `
def receive(s):
    try:
        return s.recv(65536)${pauses === null ? '' : `\n    except ${pauses}:  # rien encore | nothing yet\n        return None`}
    except OSError:  # RST | RST
        return b''`,
  )

/** What a socket that does not block raises when there is nothing to read, or no room to write. */
export const notNow = ({ transport }: BoundAddress, way: 'Read' | 'Write'): string =>
  transport === 'tls' ? `(BlockingIOError, SSLWant${way}Error)` : 'BlockingIOError'

/** A Python literal of a string, without what `folded` takes for a comment. */
export const quoted = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replace(/[^\x20-\x7e]|#/gu, (one) => `\\U${one.codePointAt(0)!.toString(16).padStart(8, '0')}`)}'`
