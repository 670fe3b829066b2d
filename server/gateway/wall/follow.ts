/**
 * Whose page the class follows, and where that is: every page goes there, until its person lets go or the teacher ends it. Counterparts:
 * `gateway/ws/`, whose pages lead and follow; `web/class/Follow.svelte`, which goes.
 * Invariants: one page leads at a time; who comes later follows too; who has let go follows again only by its own wish, or when another
 * lead begins.
 */
import type { ServerMessage } from '#shared/protocol/messages.ts'
import type { Place } from '#shared/protocol/wall.ts'

/** A page of somebody. */
export interface FollowPage {
  /** It is a teacher's, which follows nobody. */
  readonly teaches: boolean
  send(message: ServerMessage): void
}

type Told = Extract<ServerMessage, { type: 'follow' }>

export class Follow {
  readonly #pages: () => Iterable<FollowPage>
  #leader: FollowPage | null = null
  #place: Place | null = null
  #letGo = new WeakSet<FollowPage>()
  /** How many follow, of how many, as the leader was told. */
  #counted = ''

  constructor(pages: () => Iterable<FollowPage>) {
    this.#pages = pages
  }

  /** This page leads from now on, and is there; null: where nobody is to go. */
  lead(page: FollowPage, place: Place | null): void {
    if (page !== this.#leader) this.#letGo = new WeakSet()
    this.#leader = page
    this.#place = place
    this.#tell()
  }

  /** Nobody leads any more. */
  end(): void {
    if (!this.#leader) return
    this.#leader = null
    this.#place = null
    this.#tell()
  }

  /** The wish of a page of its own: it lets go, or follows again. */
  wish(page: FollowPage, follows: boolean): void {
    if (follows) this.#letGo.delete(page)
    else this.#letGo.add(page)
    if (!this.#leader) return
    page.send(this.#for(page))
    this.counts()
  }

  greet(page: FollowPage): void {
    if (!this.#leader) return
    page.send(this.#for(page))
    this.counts()
  }

  /** The page has gone for good. */
  gone(page: FollowPage): void {
    if (page === this.#leader) this.end()
    else this.counts()
  }

  /** Pages have come or gone: tells the leader how many follow, if that has changed. */
  counts(): void {
    if (!this.#leader) return
    const told = this.#for(this.#leader)
    if (`${told.following} ${told.of}` !== this.#counted) this.#leader.send(told)
    this.#counted = `${told.following} ${told.of}`
  }

  #tell(): void {
    for (const page of this.#pages()) page.send(this.#for(page))
    if (!this.#leader) return
    const { following, of } = this.#for(this.#leader)
    this.#counted = `${following} ${of}`
  }

  #for(page: FollowPage): Told {
    const led = this.#leader !== null
    const own = page === this.#leader
    return {
      type: 'follow',
      led,
      own,
      follows: this.#follows(page),
      place: this.#place,
      ...(own && this.#share()),
    }
  }

  #follows(page: FollowPage): boolean {
    return this.#leader !== null && page !== this.#leader && !page.teaches && !this.#letGo.has(page)
  }

  #share(): { following: number; of: number } {
    let [following, of] = [0, 0]
    for (const page of this.#pages()) {
      if (page.teaches || page === this.#leader) continue
      of++
      if (this.#follows(page)) following++
    }
    return { following, of }
  }
}
