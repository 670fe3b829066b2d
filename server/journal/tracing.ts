/**
 * What the journal knows of a person who is to be forgotten: the participants that ever had the name, the pages that brought them in or said
 * "that's me" of them, and the names and addresses of all of these. Pure; counterpart: `forgetting.ts`, which takes it out.
 * Invariants: a page is one person, whatever it was called; a name alone joins nobody else than the one asked for, so that who once
 * had a name that somebody else has now brings nobody along.
 *
 * All that is kept is looked through until a look finds nobody new: a page that one look finds late leads to participants that it had
 * passed already. What is told of them, and who else came from there, is what the last look finds.
 */
import { isIP } from 'node:net'
import { isLoopback, unmapped } from '#shared/net/address.ts'
import type { By } from '#shared/protocol/by.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { ByRun, Traces } from './forgetting.ts'
import type { Detail, Entry, RunRecord } from './port.ts'

/** What is known when a slice of a look begins. */
export interface Known {
  readonly name: string
  readonly participants: ByRun
  readonly pages: readonly number[]
}

/** What a slice has found. Anything may be told more than once, but `others`. */
export interface Found {
  readonly participants: (readonly [run: string, participant: number])[]
  readonly pages: number[]
  /** Runs that were started for the name. */
  readonly owned: string[]
  readonly names: string[]
  readonly files: string[]
  /** Without port; loopback is nobody's. */
  readonly addresses: string[]
  /** How many participants of others came from each address. Counts only where the look finds nobody new. */
  readonly others: Record<string, number>
}

export class Tracer {
  readonly found: Found = { participants: [], pages: [], owned: [], names: [], files: [], addresses: [], others: {} }
  readonly #name: string
  readonly #theirs: Set<string>
  readonly #pages: Set<number>

  constructor({ name, participants, pages }: Known) {
    this.#name = name
    this.#theirs = new Set(Object.entries(participants).flatMap(([run, ids]) => ids.map((id) => `${run} ${id}`)))
    this.#pages = new Set(pages)
  }

  /** Looks at the record of a run. */
  run(run: string, { for: owner }: Pick<RunRecord, 'for'>): void {
    if (owner?.name === this.#name) this.found.owned.push(run)
  }

  /** Looks at the row of a participant. */
  record(run: string, { id, name, web, named, address }: Participant): void {
    if (name === this.#name) this.#isTheirs(run, id)
    if (!this.#theirs.has(`${run} ${id}`)) return
    if (web || named) this.#named(name)
    if (!web) this.#from(address)
  }

  event(run: string, { kind, participant, detail }: Pick<Entry, 'kind' | 'participant' | 'detail'>): void {
    if (kind === 'lines') return
    if (kind === 'connected') this.#connected(run, participant, detail as Detail<'connected'>)
    if (kind === 'name') this.#given(run, participant, detail as Detail<'name'>)
    if (kind === 'transfer') this.#sent(run, participant, detail as Detail<'transfer'>)
    const by = (detail as { by?: By }).by
    if (by) this.#asked(by)
  }

  #connected(run: string, id: number, { name, web, address, by }: Detail<'connected'>): void {
    const page = web ? by?.page : undefined
    if (name === this.#name) {
      this.#isTheirs(run, id)
      if (page !== undefined) this.#isTheirPage(page)
    }
    if (page !== undefined && this.#pages.has(page)) this.#isTheirs(run, id)
    const from = web ? by?.address : address
    if (this.#theirs.has(`${run} ${id}`)) {
      if (web) this.#named(name)
      if (from !== undefined) this.#from(from)
    } else if (from !== undefined) {
      const host = hostOf(from)
      if (host !== null) this.found.others[host] = (this.found.others[host] ?? 0) + 1
    }
  }

  #given(run: string, id: number, { name, by }: Detail<'name'>): void {
    // "That's me" is said from the participant's own address alone; the teacher, and who sits at the machine, name others too.
    const ownPage = by.teacher || isLoopback(by.address) ? undefined : by.page
    if (name === this.#name) {
      this.#isTheirs(run, id)
      if (ownPage !== undefined) this.#isTheirPage(ownPage)
    }
    if (ownPage !== undefined && this.#pages.has(ownPage)) this.#isTheirs(run, id)
    if (this.#theirs.has(`${run} ${id}`)) this.#named(name)
  }

  #sent(run: string, id: number, { direction, name }: Detail<'transfer'>): void {
    if (direction === 'in' && this.#theirs.has(`${run} ${id}`) && !NOBODYS.test(name)) this.found.files.push(name)
  }

  #asked({ page, name, address }: By): void {
    if (page === undefined) return
    if (name === this.#name) this.#isTheirPage(page)
    if (!this.#pages.has(page)) return
    if (name !== undefined) this.#named(name)
    this.#from(address)
  }

  #isTheirs(run: string, id: number): void {
    const key = `${run} ${id}`
    if (this.#theirs.has(key)) return
    this.#theirs.add(key)
    this.found.participants.push([run, id])
  }

  #isTheirPage(page: number): void {
    if (this.#pages.has(page)) return
    this.#pages.add(page)
    this.found.pages.push(page)
  }

  #named(name: string): void {
    if (!NOBODYS.test(name) && !this.found.names.includes(name)) this.found.names.push(name)
  }

  #from(address: string): void {
    const host = hostOf(address)
    if (host !== null && !this.found.addresses.includes(host)) this.found.addresses.push(host)
  }
}

/** Gathers what slices find, and says what the next one is to know. */
export class Gathering {
  readonly #name: string
  readonly #participants = new Map<string, Set<number>>()
  readonly #pages = new Set<number>()
  readonly #owned = new Set<string>()
  readonly #names = new Set<string>()
  readonly #files = new Set<string>()
  readonly #addresses = new Set<string>()
  readonly #others = new Map<string, number>()
  /** Participants and pages that were known when the look began. */
  #known = 0

  constructor(name: string) {
    this.#name = name
  }

  get known(): Known {
    return { name: this.#name, participants: this.#byRun(), pages: [...this.#pages] }
  }

  /** A look is over. Whether another is needed, since this one found somebody new: what it counted as others' may be the person's. */
  again(): boolean {
    const known = this.#pages.size + [...this.#participants.values()].reduce((sum, { size }) => sum + size, 0)
    if (known === this.#known) return false
    this.#known = known
    this.#others.clear()
    return true
  }

  add({ participants, pages, owned, names, files, addresses, others }: Found): void {
    for (const [run, id] of participants) {
      if (!this.#participants.has(run)) this.#participants.set(run, new Set())
      this.#participants.get(run)!.add(id)
    }
    for (const run of owned) this.#owned.add(run)
    for (const page of pages) this.#pages.add(page)
    for (const name of names) this.#names.add(name)
    for (const file of files) this.#files.add(file)
    for (const address of addresses) this.#addresses.add(address)
    for (const [host, count] of Object.entries(others)) this.#others.set(host, (this.#others.get(host) ?? 0) + count)
  }

  get traces(): Traces {
    return {
      participants: this.#byRun(),
      pages: [...this.#pages],
      owned: [...this.#owned],
      names: [this.#name, ...[...this.#names].filter((name) => name !== this.#name)],
      files: [...this.#files],
      addresses: [...this.#addresses].map((address) => ({ address, others: this.#others.get(address) ?? 0 })),
    }
  }

  #byRun(): ByRun {
    return Object.fromEntries([...this.#participants].map(([run, ids]) => [run, [...ids]]))
  }
}

/** What the lab calls who has no name: ":51512", "unix 3"; what such a one sends is called "port 51512". */
const NOBODYS = /^(:|unix |port )\d+$/

/** "192.0.2.7:51512", "[2001:db8::7]:51512" and either without port, as the address alone; null where it is nobody's. */
function hostOf(address: string): string | null {
  const bare = isIP(address) > 0 ? address : address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  const host = unmapped(bare)
  return isIP(host) === 0 || isLoopback(host) || host === '0.0.0.0' || host === '::' ? null : host
}
