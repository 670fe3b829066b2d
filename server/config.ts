/**
 * Flags and environment -> one validated, frozen Config. Flags win over the environment. Throws ConfigError, whose
 * message is one line for the terminal.
 */
import { parseArgs } from 'node:util'
import { DEFAULT_PORT } from './wire/limits.ts'
import type { ScenarioId } from './wire/model.ts'

export interface Config {
  readonly host: string
  /** TCP port of the first run; 0 asks the system for a free one. */
  readonly port: number
  /** HTTP port of the page and the API; 0 likewise. */
  readonly webPort: number
  readonly data: string
  readonly scenario: ScenarioId | 'none'
  readonly open: boolean
  readonly help: boolean
  readonly version: boolean
}

export class ConfigError extends Error {}

const SCENARIOS = ['relay', 'line-server', 'none'] as const

interface Flag {
  readonly name: string
  readonly value: string | null
  readonly otherwise: string
  readonly says: string
}

const FLAGS: readonly Flag[] = [
  { name: 'host', value: 'ADDRESS', otherwise: '127.0.0.1', says: 'address to listen on; 0.0.0.0 opens the lab to the network' },
  { name: 'port', value: 'PORT', otherwise: String(DEFAULT_PORT), says: 'TCP port of the first run, 0 for any free one' },
  { name: 'web-port', value: 'PORT', otherwise: '3000', says: 'port of the page and the API, 0 for any free one' },
  { name: 'data', value: 'FOLDER', otherwise: './data', says: 'where the journal is kept' },
  { name: 'scenario', value: SCENARIOS.join('|'), otherwise: 'relay', says: 'program to start at once' },
  { name: 'open', value: null, otherwise: '', says: 'open the page in the browser' },
]

const envName = (flag: string): string => `SOCKET_LAB_${flag.toUpperCase().replaceAll('-', '_')}`

export function helpText(): string {
  const rows = FLAGS.map(({ name, value, otherwise, says }) => {
    const flag = `--${name}${value === null ? '' : ` ${value}`}`
    return `  ${flag.padEnd(36)} ${says}${otherwise === '' ? '' : ` (${otherwise})`}\n  ${''.padEnd(36)} ${envName(name)}`
  })
  return [
    'Socket Lab: raw TCP participants and browser tabs in one room, every byte in view.',
    '',
    'usage: npm start -- [flags]',
    '',
    ...rows,
    `  ${'--version'.padEnd(36)} print the version`,
    `  ${'--help'.padEnd(36)} print this text`,
    '',
    'Each flag can also be set by the environment variable below it. Ctrl+C drains and ends the lab.',
  ].join('\n')
}

/** @param argv arguments after the program's name @param env the environment */
export function readConfig(argv: readonly string[], env: Record<string, string | undefined>): Config {
  const flags = parse(argv)
  const text = (name: string): string => {
    const value = flags[name] ?? env[envName(name)]
    return typeof value === 'string' && value !== '' ? value : FLAGS.find((flag) => flag.name === name)!.otherwise
  }
  const open = flags['open'] ?? env[envName('open')]
  return Object.freeze({
    host: host(text('host')),
    port: port('port', text('port')),
    webPort: port('web-port', text('web-port')),
    data: text('data'),
    scenario: scenario(text('scenario')),
    open: open === true || open === '1' || open === 'true',
    help: flags['help'] === true,
    version: flags['version'] === true,
  })
}

function parse(argv: readonly string[]): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries(
    FLAGS.map(({ name, value }) => [name, { type: value === null ? ('boolean' as const) : ('string' as const) }]),
  )
  const own = { help: { type: 'boolean' as const, short: 'h' }, version: { type: 'boolean' as const } }
  try {
    return parseArgs({ args: [...argv], options: { ...options, ...own }, allowPositionals: false }).values
  } catch (error) {
    const [first] = (error as Error).message.split(/\n|\. |\.$/)
    throw new ConfigError(`${first}. --help lists the flags.`)
  }
}

function port(name: string, value: string): number {
  const number = Number(value)
  if (!/^\d{1,5}$/.test(value) || number > 65535) {
    throw new ConfigError(`--${name} is "${value}": give a port number from 0 to 65535.`)
  }
  return number
}

function host(value: string): string {
  if (!/^[\w.:%-]+$/.test(value)) throw new ConfigError(`--host is "${value}": give an address of this machine, e.g. 127.0.0.1.`)
  return value
}

function scenario(value: string): Config['scenario'] {
  const found = SCENARIOS.find((id) => id === value)
  if (!found) throw new ConfigError(`--scenario is "${value}": choose one of ${SCENARIOS.join(', ')}.`)
  return found
}
