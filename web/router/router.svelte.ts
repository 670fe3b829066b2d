/** The page's addresses, over the History API. Links stay links: opened in a new tab, they work. */

import { routeOf, type Route } from './route.ts'

const here = (): string => location.pathname + location.search

class Router {
  #address = $state(here())
  readonly #route = $derived(routeOf(this.#address))

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
      if (link.pathname.startsWith('/api/') || link.hash !== '') return
      event.preventDefault()
      this.go(link.pathname + link.search)
    })
  }

  /** @param address path and query */
  go(address: string): void {
    if (address === here()) return
    history.pushState(null, '', address)
    this.#address = address
  }
}

export const router = new Router()
