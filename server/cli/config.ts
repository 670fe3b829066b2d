/**
 * Flags and environment -> one validated, frozen Config. Flags win over the environment. Throws ConfigError, whose
 * message is one line for the terminal, in its language.
 */
import { parseArgs } from 'node:util'
import { ADMISSION_LIMITS, LIMIT_FLAGS, type AdmissionLimits, type Flagged } from '../admission/limits.ts'
import { isNetwork } from '../endpoints/target-policy.ts'
import { LISTENING_IDS } from '#programs/traits.ts'
import type { KeepLimits } from '../runtime/lab/keeping.ts'
import { DEFAULT_LIMITS, type Limits } from '../runtime/run/limits.ts'
import { DEFAULT_PORT, PORT_RANGE } from '#shared/model/constants.ts'
import { isLoopback } from '#shared/net/address.ts'
import type { ListenAddress, ProgramId } from '#shared/protocol/model.ts'
import type { Lang } from '#shared/model/languages.ts'
import { listenerOf, LISTEN_FORM } from './terminal/listen-flag.ts'
import { langOf } from './terminal/lang.ts'
import { TEXTS } from './terminal/text/languages.ts'

export interface Config {
  readonly host: string
  /** TCP port of the first run; 0 asks the system for a free one. */
  readonly port: number
  /** Ports of runs that do not say where they listen, first to last. */
  readonly ports: readonly [first: number, last: number]
  /** HTTP port of the page and the API; 0 likewise. */
  readonly webPort: number
  readonly data: string
  readonly program: ProgramId | 'none'
  /** Further listeners of the first run. */
  readonly listen: readonly ListenAddress[]
  readonly open: boolean
  /** Addresses of the page by which others reach it, through a proxy or a name. */
  readonly publics: readonly URL[]
  /** What the page's port shows over TLS: the lab's own certificate, or files of PEM; null: plain HTTP. */
  readonly tls: 'own' | { readonly cert: string; readonly key: string } | null
  /** Proxies whose X-Forwarded-For and -Proto count. */
  readonly proxies: readonly string[]
  /** What newcomers are; `everybody` where roles are off. */
  readonly newcomers: 'everybody' | 'student' | 'speaker' | 'onlooker'
  /** Minutes without an event after which a run stops; 0: it goes on. */
  readonly idleRun: number
  /** Newcomers need a code. */
  readonly pin: boolean
  /** Ends the teacher's links that were given out. */
  readonly newTeacherLink: boolean
  /** How long what was recorded is kept, and how much of it. */
  readonly keep: KeepLimits
  /** Networks that clients of the lab may connect to beside this machine and the asker's own. */
  readonly allowTargets: readonly string[]
  /** Limits that a flag may set, and the defaults of the others of admission. */
  readonly limits: AdmissionLimits & Pick<Limits, FlaggedLimit['limit']>
  readonly help: boolean
  readonly version: boolean
  /** Language of the terminal. */
  readonly lang: Lang
}

export class ConfigError extends Error {}

/** Programs that a lab can start with: nothing is said of them but where they listen. */
const PROGRAMS: readonly Config['program'][] = [...LISTENING_IDS, 'none']

/** Flags of limits, each with the least that makes sense. */
const LIMITS = [
  ...(Object.keys(LIMIT_FLAGS) as Flagged[]).map((limit) => ({ name: LIMIT_FLAGS[limit], limit, least: 1 })),
  { name: 'max-children', limit: 'children', least: 0 },
  { name: 'max-events', limit: 'events', least: 1 },
  { name: 'max-run-bytes', limit: 'runBytes', least: 1 },
] as const
type FlaggedLimit = (typeof LIMITS)[number]

type Switch = 'class' | 'everyone' | 'new-teacher-link' | 'open' | 'pin' | 'tls'

/** What students may, and the role that newcomers have by it. */
const STUDENTS = { watch: 'onlooker', speak: 'speaker', start: 'student' } as const

interface Flag {
  readonly name:
    | 'host'
    | 'port'
    | 'ports'
    | 'listen'
    | 'web-port'
    | 'public'
    | 'tls-cert'
    | 'tls-key'
    | 'trust-proxy'
    | 'data'
    | 'program'
    | 'allow-target'
    | 'keep'
    | 'max-data'
    | FlaggedLimit['name']
    | 'students'
    | 'idle-run'
    | Switch
  /** What its value is called; null where it takes none. */
  readonly value: string | null
  readonly otherwise: string
}

const FLAGS: readonly Flag[] = [
  { name: 'host', value: 'ADDRESS', otherwise: '127.0.0.1' },
  { name: 'port', value: 'PORT', otherwise: String(DEFAULT_PORT) },
  { name: 'ports', value: 'FIRST-LAST', otherwise: PORT_RANGE.join('-') },
  { name: 'listen', value: LISTEN_FORM, otherwise: '' },
  { name: 'web-port', value: 'PORT', otherwise: '3000' },
  { name: 'public', value: 'URL', otherwise: '' },
  { name: 'tls', value: null, otherwise: '' },
  { name: 'tls-cert', value: 'FILE', otherwise: '' },
  { name: 'tls-key', value: 'FILE', otherwise: '' },
  { name: 'trust-proxy', value: 'ADDRESS,...', otherwise: '' },
  { name: 'data', value: 'FOLDER', otherwise: './data' },
  { name: 'program', value: 'PROGRAM|none', otherwise: PROGRAMS[0]! },
  { name: 'allow-target', value: 'CIDR,...', otherwise: '' },
  { name: 'class', value: null, otherwise: '' },
  { name: 'students', value: Object.keys(STUDENTS).join('|'), otherwise: 'start' },
  { name: 'idle-run', value: 'MINUTES', otherwise: '60' },
  { name: 'pin', value: null, otherwise: '' },
  { name: 'everyone', value: null, otherwise: '' },
  { name: 'new-teacher-link', value: null, otherwise: '' },
  ...LIMITS.map(({ name, limit }) => ({ name, value: 'N', otherwise: String(DEFAULT_LIMITS[limit]) })),
  { name: 'keep', value: 'DAYS', otherwise: '30' },
  { name: 'max-data', value: 'MIB', otherwise: '10240' },
  { name: 'open', value: null, otherwise: '' },
]

const MIB = 1024 * 1024

/** What `program` was called in the version before this one: answered for one version more. */
const EARLIER = 'scenario'

const envName = (flag: string): string => `SOCKET_LAB_${flag.toUpperCase().replaceAll('-', '_')}`

/** The help of the lab, a line a flag, in this language. */
export function helpText(lang: Lang): string {
  const { tagline, usage, flags, closing } = TEXTS[lang].serve
  const column = (text: string) => text.padEnd(36)
  const rows = FLAGS.map(({ name, value, otherwise }) => {
    const flag = `--${name}${value === null ? '' : ` ${value}`}`
    return `  ${column(flag)} ${flags[name]}${otherwise && ` (${otherwise})`}\n  ${column('')} ${envName(name)}`
  })
  const own = (['version', 'help'] as const).map((name) => `  ${column(`--${name}`)} ${flags[name]}`)
  return [tagline, '', ...usage, '', ...rows, ...own, '', closing].join('\n')
}

/** @param argv arguments after the program's name @param env the environment */
export function readConfig(argv: readonly string[], env: Record<string, string | undefined>): Config {
  const lang = langOf(env)
  const flags = parse(argv, lang)
  const text = (name: Flag['name']): string => {
    const names = name === 'program' ? [name, EARLIER] : [name]
    const given = [...names.map((one) => flags[one]), ...names.map((one) => env[envName(one)])]
    const value = given.find((one) => one !== undefined)
    return typeof value === 'string' && value !== '' ? value : FLAGS.find((flag) => flag.name === name)!.otherwise
  }
  const listed = (name: 'listen' | 'public'): string[] => {
    const given = (flags[name] as string[] | undefined) ?? env[envName(name)]?.split(',') ?? []
    return given.filter((one) => one !== '')
  }
  const on = (name: Switch): boolean => [true, '1', 'true'].some((one) => one === (flags[name] ?? env[envName(name)]))
  const hostGiven = flags['host'] ?? env[envName('host')]
  const at = host(on('class') && !hostGiven ? '0.0.0.0' : text('host'), lang)
  const proxies = networks('trust-proxy', text('trust-proxy'), lang)
  const others = !isLoopback(at) || listed('public').length > 0 || proxies.length > 0
  if (on('pin') && on('everyone')) throw new ConfigError(TEXTS[lang].serve.pinNeedsRoles)
  const roles = (on('class') || on('pin') || others) && !on('everyone')
  // On one's own machine nobody else waits for a place.
  const idleGiven = flags['idle-run'] ?? env[envName('idle-run')]
  const idleRun = roles || idleGiven ? count('idle-run', text('idle-run'), 0, lang) : 0
  const rights = students(text('students'), lang)
  return Object.freeze({
    host: at,
    port: port('port', text('port'), lang),
    ports: ports(text('ports'), lang),
    webPort: port('web-port', text('web-port'), lang),
    data: text('data'),
    program: program(text('program'), lang),
    listen: listed('listen').map((listener) => listen(listener, lang)),
    publics: listed('public').map((address) => publicAt(address, lang)),
    tls: tls(on('tls'), text('tls-cert'), text('tls-key'), lang),
    proxies,
    allowTargets: networks('allow-target', text('allow-target'), lang),
    limits: Object.freeze({
      ...ADMISSION_LIMITS,
      ...Object.fromEntries(LIMITS.map(({ name, limit, least }) => [limit, count(name, text(name), least, lang)])),
    }) as Config['limits'],
    keep: Object.freeze({
      days: count('keep', text('keep'), 0, lang),
      bytes: count('max-data', text('max-data'), 0, lang) * MIB,
    }),
    open: on('open'),
    newcomers: roles ? STUDENTS[rights] : 'everybody',
    idleRun,
    pin: on('pin'),
    newTeacherLink: on('new-teacher-link'),
    help: flags['help'] === true,
    version: flags['version'] === true,
    lang,
  })
}

function parse(
  argv: readonly string[],
  lang: Lang,
): Record<string, string | boolean | (string | boolean)[] | undefined> {
  const options = Object.fromEntries(
    FLAGS.map(({ name, value }) => [
      name,
      {
        type: value === null ? ('boolean' as const) : ('string' as const),
        multiple: name === 'listen' || name === 'public',
      },
    ]),
  )
  const own = {
    [EARLIER]: { type: 'string' as const },
    help: { type: 'boolean' as const, short: 'h' },
    version: { type: 'boolean' as const },
  }
  try {
    return parseArgs({ args: [...argv], options: { ...options, ...own }, allowPositionals: false }).values
  } catch (error) {
    const [why = ''] = (error as Error).message.split(/\n|\. |\.$/)
    throw new ConfigError(TEXTS[lang].serve.badFlag(why))
  }
}

function port(name: string, value: string, lang: Lang): number {
  const number = Number(value)
  if (!/^\d{1,5}$/.test(value) || number > 65535) throw new ConfigError(TEXTS[lang].serve.badPort(name, value))
  return number
}

/** "8080-8379". */
function ports(value: string, lang: Lang): [first: number, last: number] {
  const [, first, last] = (/^(\d{1,5})-(\d{1,5})$/.exec(value) ?? []).map(Number)
  if (!first || !last || last < first || last > 65535) throw new ConfigError(TEXTS[lang].serve.badPorts(value))
  return [first, last]
}

function count(name: string, value: string, least: number, lang: Lang): number {
  if (!/^\d{1,15}$/.test(value) || Number(value) < least) {
    throw new ConfigError(TEXTS[lang].serve.badNumber(name, value, least))
  }
  return Number(value)
}

function host(value: string, lang: Lang): string {
  if (!/^[\w.:%-]+$/.test(value)) throw new ConfigError(TEXTS[lang].serve.badHost(value))
  return value
}

function students(value: string, lang: Lang): keyof typeof STUDENTS {
  if (!Object.hasOwn(STUDENTS, value)) throw new ConfigError(TEXTS[lang].serve.badStudents(value))
  return value as keyof typeof STUDENTS
}

function listen(value: string, lang: Lang): ListenAddress {
  const listener = listenerOf(value)
  if (!listener) throw new ConfigError(TEXTS[lang].serve.badListener(value))
  return listener
}

function publicAt(value: string, lang: Lang): URL {
  const url = URL.parse(value)
  const plain = url && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === ''
  if (!plain) throw new ConfigError(TEXTS[lang].serve.badPublic(value))
  return url
}

function program(value: string, lang: Lang): Config['program'] {
  const found = PROGRAMS.find((id) => id === value)
  if (!found) throw new ConfigError(TEXTS[lang].serve.badProgram(value, PROGRAMS.join(', ')))
  return found
}

function networks(name: 'allow-target' | 'trust-proxy', value: string, lang: Lang): readonly string[] {
  const list = value.split(',').filter((network) => network !== '')
  const wrong = list.find((network) => !isNetwork(network))
  if (wrong !== undefined) throw new ConfigError(TEXTS[lang].serve.badNetwork(name, wrong))
  return list
}

function tls(own: boolean, cert: string, key: string, lang: Lang): Config['tls'] {
  if ((cert === '') !== (key === '')) throw new ConfigError(TEXTS[lang].serve.badTls)
  return cert === '' ? (own ? 'own' : null) : { cert, key }
}
