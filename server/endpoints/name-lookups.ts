/**
 * The address of a host that somebody names, to connect or to listen there. Counterparts: `target-policy.ts`, which decides
 * where one may connect; `server/runtime/lab/lab.ts`, which listens; the system's resolver.
 * Invariants: what is an address, in whatever notation, and `localhost` never reach a name server; a name has 5 s; an asker has
 * two lookups under way. getaddrinfo(3), of which Node does two at a time for everybody, is asked only while name servers
 * answer: whoever waits for a silent one keeps nobody else waiting.
 */
import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { LabError } from '../core/errors.ts'

const LOOKUP_MS = 5000
const UNDER_WAY = 2

/** The address of a name. Rejects where there is none. */
export type Resolve = (name: string, ms: number) => Promise<string>

/** Lookups that an asker has under way, and those that wait for their turn. */
interface Line {
  underWay: number
  readonly waiting: (() => void)[]
}

export class NameLookups {
  readonly #resolve: Resolve
  readonly #ms: number
  readonly #lines = new Map<string, Line>()

  /** @param ms how long a name may take, in milliseconds */
  constructor(resolve: Resolve = systemResolve, ms = LOOKUP_MS) {
    this.#resolve = resolve
    this.#ms = ms
  }

  /** IPv4 first, as the sheet's AF_INET has it. Throws `target-unknown`. @param asker whose lookups are counted together */
  async addressOf(host: string, asker = ''): Promise<string> {
    const known = addressIn(host)
    if (known !== null) return known
    const leave = await this.#turnOf(asker)
    try {
      return await within(this.#resolve(host, this.#ms), this.#ms)
    } catch (error) {
      throw new LabError('target-unknown', { host }, error)
    } finally {
      leave()
    }
  }

  /** The same for a host of this machine, to listen there. Throws `address-unavailable`. */
  async bindAddressOf(host: string, asker?: string): Promise<string> {
    return this.addressOf(host, asker).catch((error: unknown) => {
      throw new LabError('address-unavailable', { host }, error)
    })
  }

  async #turnOf(asker: string): Promise<() => void> {
    const line = this.#lines.get(asker) ?? { underWay: 0, waiting: [] }
    this.#lines.set(asker, line)
    if (line.underWay >= UNDER_WAY) await new Promise<void>((turn) => line.waiting.push(turn))
    else line.underWay += 1
    return () => {
      const next = line.waiting.shift()
      if (next) return next()
      line.underWay -= 1
      if (line.underWay === 0) this.#lines.delete(asker)
    }
  }
}

/** In the notations of inet_aton(3): 127.1, 0x7f.1, 2130706433. */
const NUMBERS = /^(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}$/i

/** The address that a text is; null for a name. 127.0.0.1 for localhost (RFC 6761, 6.3). */
export function addressIn(host: string): string | null {
  const plain = host.replace(/^\[(.*)\]$/, '$1')
  if (isIP(plain) !== 0) return plain
  if (/^localhost\.?$/i.test(plain)) return '127.0.0.1'
  // The parser of URLs reads numbers as inet_aton does.
  const url = NUMBERS.test(plain) ? URL.parse(`http://${plain}`) : null
  return url && isIP(url.hostname) !== 0 ? url.hostname : null
}

/** By the system, once a name server has answered whatever it may be: names may also be in its files, or known to mDNS. */
async function systemResolve(name: string, ms: number): Promise<string> {
  const resolver = new Resolver({ timeout: ms, tries: 1 })
  await resolver.resolve4(name).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ETIMEOUT') throw error
  })
  return (await lookup(name, { order: 'ipv4first' })).address
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
    void work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
