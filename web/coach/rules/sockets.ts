/** What a command with sockets does that a beginner may not expect. Only for commands that socat takes. */
import { finding, put, replace, type Finding } from '../command/finding.ts'
import type { Address, Command } from '../command/model.ts'
import { directionOf, has, natureOfAddress, param, reading, writing, type Nature } from '../command/nature.ts'
import { portNumber } from './params.ts'

/** Ports of protocols whose lines end in CR LF. */
const LINE_PROTOCOLS = new Map([
  ['80', 'HTTP'], ['http', 'HTTP'], ['25', 'SMTP'], ['smtp', 'SMTP'], ['110', 'POP3'], ['143', 'IMAP'], ['21', 'FTP'],
  ['6667', 'IRC'],
]) // prettier-ignore

interface Side {
  readonly at: 0 | 1
  readonly address: Address
  readonly nature: Nature
  readonly other: Nature
}

export function sides({ ends }: Command): Side[] {
  const [left, right] = [reading(ends[0]), writing(ends[1])]
  if (!left || !right) return []
  const [a, b] = [natureOfAddress(left), natureOfAddress(right)]
  return [
    { at: 0, address: left, nature: a, other: b },
    { at: 1, address: right, nature: b, other: a },
  ]
}

export function socketRules(command: Command): Finding[] {
  const both = sides(command)
  const found = both.flatMap((side) => [
    ...listening(side, command),
    ...datagrams(side, command),
    ...tls(side),
    ...text(side),
  ])
  const [left, right] = both
  if (left?.nature.verb === 'listen' && right?.nature.verb === 'listen')
    found.push(finding('both-listen', right.address))
  if (left && right && left.nature.kind === 'stdio' && right.nature.kind === 'stdio' && directionOf(command) === 'both')
    found.push(finding('same-ends', right.address))
  return found
}

/** Whether a person types what goes to the socket at this end: children of fork would share that keyboard. */
function typed(command: Command, at: 0 | 1): boolean {
  const direction = directionOf(command)
  return command.surroundings.input === 'keyboard' && (direction === 'both' || (direction === 'right') === (at === 1))
}

/** An edit that takes an option of this name away, with the comma before it. */
function without(address: Address, canonical: string): Finding['mend'] {
  const found = address.options.find(({ type }) => type?.name === canonical)
  return found ? [{ from: found.from - 1, to: found.to, text: '' }] : null
}

const add = (address: Address, option: string) => [put(address.to, `,${option}`)]

function listening({ at, address, nature, other }: Side, command: Command): Finding[] {
  const { verb, carrier } = nature
  const found: Finding[] = []
  const forks = has(address, 'fork')
  if (verb === 'connect' && forks) found.push(finding('fork-connect', address, {}, without(address, 'fork')))
  if (verb !== 'listen') return found
  const stream = carrier === 'tcp' || carrier === 'tls'
  if (stream && !has(address, 'so-reuseaddr'))
    found.push(finding('no-reuseaddr', address, {}, add(address, 'reuseaddr')))
  const serves = other.kind === 'program' || other.kind === 'socket'
  if (!forks && carrier !== 'udp')
    found.push(
      serves && at === 0 ? finding('no-fork', address, {}, add(address, 'fork')) : finding('one-client', address),
    )
  if (forks && other.kind === 'stdio' && typed(command, at)) {
    found.push(finding('fork-keyboard', address, {}, without(address, 'fork')))
  }
  const first = at === 1 ? reading(command.ends[0]) : undefined
  if (forks && first && natureOfAddress(first).verb === 'listen' && has(first, 'fork')) {
    found.push(finding('fork-both', address, {}, without(address, 'fork')))
  } else if (forks && at === 1 && other.kind !== 'stdio') {
    const [left, right] = command.ends
    const raw = (end: typeof left) => (end ? command.text.slice(end.from, end.to) : '')
    const swap = left && right ? [replace(left, raw(right)), replace(right, raw(left))] : null
    found.push(finding('fork-second', address, {}, directionOf(command) === 'both' ? swap : null))
  }
  const program = other.kind === 'program' ? sides(command)[1 - at]?.address : undefined
  if (program && /\b(ba|da|z)?sh\b/.test(program.params.map((one) => one.text).join(':')) && !has(address, 'range'))
    found.push(finding('open-shell', program, {}, null))
  return found
}

function datagrams({ at, address, nature, other }: Side, command: Command): Finding[] {
  const { verb, carrier } = nature
  if (carrier !== 'udp') return []
  const direction = directionOf(command)
  if (verb === 'recvfrom' && !has(address, 'fork'))
    return [finding('recvfrom-once', address, {}, at === 0 ? add(address, 'fork') : null)]
  if (verb === 'recv' && direction === 'both') {
    const at0 = command.program?.to
    return [finding('recv-one-way', address, {}, at0 === undefined ? null : [put(at0, at === 0 ? ' -u' : ' -U')])]
  }
  if (verb === 'listen' && !has(address, 'fork')) return [finding('first-sender-only', address)]
  const sends = verb === 'sendto' || verb === 'connect'
  if (sends && other.kind === 'file') return [finding('file-as-datagrams', address)]
  const bounded = command.flags.some(({ name }) => name === '-T')
  return bounded || (verb !== 'recv' && !sends) ? [] : [finding('no-end-of-file', address)]
}

function tls({ address, nature }: Side): Finding[] {
  if (nature.carrier !== 'tls') return []
  const verify = address.options.find(({ type }) => type?.name === 'openssl-verify')
  const off = verify?.value?.text === '0'
  const trusts = has(address, 'openssl-cafile') || has(address, 'openssl-capath')
  if (nature.verb === 'listen') {
    if (!has(address, 'openssl-certificate')) return [finding('no-cert', address)]
    return off || trusts ? [] : [finding('wants-client-cert', address, {}, add(address, 'verify=0'))]
  }
  if (off && verify) return [finding('no-verify', verify)]
  return trusts ? [] : [finding('no-cafile', address)]
}

function text({ address, nature, other }: Side): Finding[] {
  const port = param(address, 'port')?.text ?? ''
  const protocol = LINE_PROTOCOLS.get(String(portNumber(port)?.port ?? port))
  if (nature.verb !== 'connect' || nature.carrier !== 'tcp' || other.kind !== 'stdio' || protocol === undefined)
    return []
  return has(address, 'crnl') ? [] : [finding('crnl', address, { protocol }, add(address, 'crnl'))]
}
