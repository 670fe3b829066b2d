/** Hosts, ports and paths: as many as the type takes, and such as the system can use. */
import { DEFAULT_PORT } from '#shared/model/constants.ts'
import { finding, put, replace, type Finding } from '../command/finding.ts'
import type { Address, Command, Term } from '../command/model.ts'
import { natureOfAddress, param, type Nature } from '../command/nature.ts'

/** Names of /etc/services that a course meets. Others may exist on the machine. */
const SERVICES =
  'echo discard daytime chargen ftp-data ftp ssh telnet smtp time domain tftp gopher finger http www kerberos pop3 sunrpc auth nntp ntp imap2 imap snmp irc ldap https submission ldaps imaps pop3s mysql postgresql redis'.split(
    ' ',
  )
/** The longest path of a unix socket on Linux, unix(7). */
const LONGEST_PATH = 108

export function paramRules(command: Command): Finding[] {
  const v6 = command.flags.some(({ name }) => name === '-6')
  return command.ends
    .flatMap(({ addresses }) => addresses)
    .flatMap((address) => {
      const { type } = address
      if (!type || address.by === 'number') return []
      const least = type.params.length - type.optional
      // A port given as an option has been told of by its name.
      if (address.params.length < least)
        return address.options.some((one) => /^\d/.test(one.name.text)) ? [] : missing(address, least)
      if (address.params.length > type.params.length) return [tooMany(address)]
      return valueRules(address, natureOfAddress(address), v6, command.surroundings.root)
    })
}

const shown = ({ head }: Address): string => head.text.toUpperCase()
const end = (address: Address): number => address.params.at(-1)?.to ?? address.head.to

function missing(address: Address, least: number): Finding[] {
  const { params, type } = address
  const values = { type: shown(address), count: String(params.length), wanted: String(least) }
  const span = { from: address.head.from, to: end(address) }
  const bare = params.length === 0 && type?.params.join(' ') === 'host port'
  const both = `:127.0.0.1:${DEFAULT_PORT}`
  if (bare) return [finding('missing-params', span, values, [put(address.head.to, both)])]
  if (type?.params.at(-1) !== 'port' || params.length !== least - 1) return [finding('missing-params', span, values)]
  const only = params[0]
  // `TCP:8080`: a port, and no host.
  const hostless = least === 2 && only && /^\d+$/.test(only.text)
  const mend = hostless ? put(only.from, '127.0.0.1:') : put(end(address), `:${DEFAULT_PORT}`)
  return [finding(hostless ? 'missing-host' : 'missing-port', span, values, [mend])]
}

function tooMany(address: Address): Finding {
  const { params, type } = address
  const [first, last] = [params[0], params.at(-1)]
  const values = { type: shown(address), count: String(params.length), wanted: String(type?.params.length ?? 0) }
  if (!first || !last) return finding('extra-params', address, values)
  const all = { from: first.from, to: last.to }
  const { kind, verb } = natureOfAddress(address)
  const host = params.slice(0, -1).map(({ text }) => text)
  const isV6 = params.length > 2 && host.every((part) => /^[\da-f]{0,4}$/i.test(part))
  if (kind === 'socket' && type?.params.length === 2 && isV6)
    return finding('ipv6-brackets', all, values, [replace(all, `[${host.join(':')}]:${last.text}`)])
  if (verb === 'listen' && params.length === 2 && /^\d+$/.test(last.text))
    return finding('listen-host', all, { ...values, host: first.text }, [
      replace(all, `${last.text},bind=${first.text}`),
    ])
  if (/^:\w/.test(`:${last.text}`) && verb === 'listen' && /^\d+$/.test(first.text))
    return finding('extra-params', last, values, [{ from: first.to, to: first.to + 1, text: ',' }])
  return finding('extra-params', last, values)
}

function valueRules(address: Address, nature: Nature, v6: boolean, root: boolean): Finding[] {
  const port = param(address, 'port')
  const host = param(address, 'host')
  const path = nature.carrier === 'unix' ? param(address, 'filename') : undefined
  const found: Finding[] = []
  if (port && nature.carrier !== 'other') found.push(...portRules(port, nature, root))
  if (host?.text === '') found.push(finding('host-empty', host, {}, [put(host.from, '127.0.0.1')]))
  else if (host) found.push(...hostRules(host, address, nature))
  if (path && path.text.length > LONGEST_PATH)
    found.push(finding('long-path', path, { length: String(path.text.length) }))
  return [...found, ...bindRule(address, nature, v6)]
}

/** The port that socat really takes: C's strtoul with base 0, cut to 16 bits. Null where it asks /etc/services. */
export function portNumber(text: string): { port: number; rest: string } | null {
  const [, digits = '', rest = ''] = /^(0x[\da-f]+|\d+)(.*)$/i.exec(text) ?? []
  if (digits === '') return null
  const octal = /^0\d/.test(digits)
  const used = octal ? (/^[0-7]+/.exec(digits)?.[0] ?? '0') : digits
  const value = octal ? parseInt(used, 8) : Number(used)
  return { port: value % 65_536, rest: digits.slice(used.length) + rest }
}

function portRules(term: Term, { verb }: Nature, root: boolean): Finding[] {
  const { text } = term
  if (text === '') return [finding('port-empty', term, {}, [put(term.to, String(DEFAULT_PORT))])]
  const read = portNumber(text)
  if (!read) return SERVICES.includes(text) ? [] : [finding('port-unknown', term, { port: text })]
  const { port, rest } = read
  const values = { port: text, real: String(port) }
  if (rest !== '') return [finding('port-garbage', term, values, [replace(term, values.real)])]
  if (/^0\d/.test(text)) return [finding('port-octal', term, values, [replace(term, text.replace(/^0+/, ''))])]
  if (Number(text) > 65_535) return [finding('port-wraps', term, values)]
  const opens = verb !== 'connect' && verb !== 'sendto'
  if (port === 0) return [finding(opens ? 'port-any' : 'port-zero', term)]
  return opens && port < 1024 && !root ? [finding('port-low', term, values)] : []
}

function hostRules(host: Term, address: Address, { version, verb }: Nature): Finding[] {
  const text = host.text
  const values = { host: text, type: shown(address) }
  if (text.startsWith('//')) return [finding('slashes', host, values, [replace(host, text.slice(2))])]
  const six = text.startsWith('[')
  const four = /^\d+(\.\d+){3}$/.test(text)
  if (four && text.split('.').some((part) => Number(part) > 255)) return [finding('bad-ipv4', host, values)]
  if ((version === 4 && six) || (version === 6 && four)) {
    const right = shown(address).replace(/[46]/, six ? '6' : '4')
    return [finding('host-family', host, { ...values, right }, [replace(address.head, right)])]
  }
  const any = text === '0.0.0.0' || text === '[::]'
  const sends = verb === 'connect' || verb === 'sendto'
  return any && sends ? [finding('host-any', host, values, [replace(host, six ? '[::1]' : '127.0.0.1')])] : []
}

/** A listener is IPv4 unless its name, `pf` or `-6` says otherwise: it cannot be bound to an IPv6 address. */
function bindRule(address: Address, { verb, version, carrier }: Nature, v6: boolean): Finding[] {
  const bind = address.options.find(({ type }) => type?.name === 'bind')?.value
  const family = address.options.some(({ type }) => type?.name === 'protocol-family')
  if (!bind || verb !== 'listen' || carrier === 'unix' || version === 6 || family || v6) return []
  if (!/^\[|::/.test(bind.text)) return []
  const head = shown(address)
  const right = version === 4 ? head.replace('4', '6') : head.replace(/^(TCP|UDP|SCTP)/, '$16')
  const mend = right === head ? null : [replace(address.head, right), ...brackets(bind)]
  return [finding('bind-family', bind, { host: bind.text, type: head, right }, mend)]
}

const brackets = (bind: Term) => (bind.text.startsWith('[') ? [] : [replace(bind, `[${bind.text}]`)])
