/**
 * nc, ncat and telnet: the socat command that does the same. Counterparts: nc(1) of OpenBSD and of traditional netcat, ncat(1),
 * whose letters these are. Invariant: a letter that is not understood gives no command rather than a wrong one.
 */
import { bracketed } from '#shared/net/address.ts'
import { quoted } from '#shared/net/socat.ts'
import { isFlag } from '../command/command.ts'

/** Letters after which a value comes. */
const TAKES = 'pwqscei'
/** Letters that change nothing which socat would have to be told. */
const QUIET = 'vnrNdt'
const UNDERSTOOD = `${QUIET}lukU46zC${TAKES}`

interface Asked {
  readonly letters: ReadonlySet<string>
  readonly values: Readonly<Record<string, string>>
  readonly places: readonly string[]
  readonly tls: boolean
}

function read(words: readonly string[]): Asked | null {
  const letters = new Set<string>()
  const values: Record<string, string> = {}
  const places: string[] = []
  let tls = false
  const rest = words.values()
  for (const word of rest) {
    if (word === '--ssl') tls = true
    else if (!isFlag(word)) places.push(word)
    else if (word.startsWith('--')) return null
    else {
      for (let at = 1; at < word.length; at++) {
        const letter = word[at] ?? ''
        if (!UNDERSTOOD.includes(letter)) return null
        letters.add(letter)
        if (!TAKES.includes(letter)) continue
        const attached = word.slice(at + 1)
        const value = attached === '' ? rest.next().value : attached
        if (value === undefined) return null
        values[letter] = value
        break
      }
    }
  }
  return { letters, values, places, tls }
}

/** The socat command for the words of nc; null where they are not plain enough. */
export function asSocat(words: readonly string[]): string | null {
  const asked = read(words)
  if (!asked) return null
  const { letters, values } = asked
  // No address of socat tries a row of ports, and a keyboard cannot be shared by the clients that -k lets in.
  const command = values['e'] ?? values['c']
  if (letters.has('z') || letters.has('i') || (letters.has('k') && command === undefined)) return null
  const address = letters.has('U') ? unix(asked) : letters.has('l') ? listener(asked) : peer(asked)
  if (address === null) return null
  const flags = [values['w'] && `-T ${values['w']}`, values['q'] && `-t ${values['q']}`].filter(Boolean)
  const other =
    command === undefined ? 'STDIO' : quoted(`${values['e'] === undefined ? 'SYSTEM' : 'EXEC'}:${inner(command)}`)
  const ends = letters.has('l') ? [address, other] : [other, address]
  return ['socat', ...flags, ...ends].join(' ')
}

/** socat would read these signs of a command as its own (socat(1), ADDRESS SPECIFICATIONS). */
const inner = (command: string): string => command.replace(/[\\,:!"'([{]/g, '\\$&')

const options = ({ letters }: Asked, more: readonly string[] = []): string =>
  [...more, ...(letters.has('k') ? ['fork'] : []), ...(letters.has('C') ? ['crnl'] : [])]
    .map((one) => `,${one}`)
    .join('')

function unix(asked: Asked): string | null {
  const { letters, places } = asked
  const [path] = places
  if (path === undefined || places.length !== 1) return null
  return quoted(`UNIX-${letters.has('l') ? 'LISTEN' : 'CONNECT'}:${inner(path)}${options(asked)}`)
}

function carrier({ letters, tls }: Asked): string | null {
  if (tls) return letters.has('u') || letters.has('l') ? null : 'OPENSSL'
  return `${letters.has('u') ? 'UDP' : 'TCP'}${letters.has('6') ? '6' : letters.has('4') ? '4' : ''}`
}

function listener(asked: Asked): string | null {
  const { letters, values, places } = asked
  const port = values['p'] ?? places.at(-1)
  const host = values['s'] ?? (values['p'] === undefined && places.length === 2 ? places[0] : undefined)
  const kind = carrier(asked)
  if (kind === null || port === undefined || !/^\w+$/.test(port) || places.length > 2) return null
  const six = host?.includes(':') && !/6$/.test(kind) ? '6' : ''
  const more = [...(letters.has('u') ? [] : ['reuseaddr']), ...(host === undefined ? [] : [`bind=${bracketed(host)}`])]
  return quoted(`${kind}${six}-LISTEN:${port}${options(asked, more)}`)
}

function peer(asked: Asked): string | null {
  const { places, values, tls } = asked
  const [host, port] = places
  const kind = carrier(asked)
  if (kind === null || host === undefined || port === undefined || places.length !== 2) return null
  if (!/^\w+$/.test(port)) return null
  const more = [
    ...(values['s'] === undefined ? [] : [`bind=${bracketed(values['s'])}`]),
    ...(values['p'] === undefined ? [] : [`sourceport=${values['p']}`]),
    ...(tls ? ['verify=0'] : []),
  ]
  return quoted(`${kind}:${bracketed(host)}:${port}${options(asked, more)}`)
}
