/** Short messages that belong to no place of the page. They are read out, and stay until read or, if good, for a while. */
import { visible } from '#shared/net/visible.ts'

export interface Notice {
  id: number
  tone: 'good' | 'bad'
  /** As it may be shown. */
  text: string
}

/** Milliseconds that good news stays. */
const STAY = 4000
const MOST = 4

class Notices {
  #list = $state.raw<readonly Notice[]>([])
  #next = 1

  get list(): readonly Notice[] {
    return this.#list
  }

  good(text: string): void {
    const id = this.#add('good', text)
    setTimeout(() => this.dismiss(id), STAY)
  }

  /** Stays until it is dismissed. The same text is not shown twice at once. */
  bad(text: string): void {
    if (!this.#list.some((notice) => notice.text === visible(text))) this.#add('bad', text)
  }

  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id)
  }

  #add(tone: Notice['tone'], text: string): number {
    const id = this.#next++
    this.#list = [...this.#list, { id, tone, text: visible(text) }].slice(-MOST)
    return id
  }
}

export const notices = new Notices()
