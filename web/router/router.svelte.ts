/** The page's addresses, over the History API. Links stay links: opened in a new tab, they work. */

import { BASE } from '../connection/base.ts'
import { HOME_PATH, routeOf, type Route } from './route.ts'

const here = (): string => location.pathname + location.search

class Router {
  #address = $state(here())
  #times = $state(0)
  readonly #route = $derived(routeOf(this.#address.slice(BASE.length)))

  get route(): Route {
    return this.#route
  }

  /** Follows links within the page and the browser's own buttons. */
  start(): void {
    addEventListener('popstate', () => (this.#address = here()))
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!link || !plain || event.defaultPrevented || link.target !== '' || link.origin !== location.origin) return
      if (!link.pathname.startsWith(HOME_PATH) || link.pathname.startsWith(`${BASE}/api/`) || link.hash !== '') return
      event.preventDefault()
      this.go(link.pathname + link.search)
    })
  }

  /** How often the same address was asked for anew. */
  get times(): number {
    return this.#times
  }
  /** Begins the page of this address anew. */
  again(): void {
    this.#times++
  }

  /** @param address path and query, the lab's own included */
  go(address: string): void {
    if (address === here()) return
    history.pushState(null, '', address)
    this.#address = address
  }
}

export const router = new Router()
