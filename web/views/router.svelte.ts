/** The page's addresses, over the History API. Links stay links: opened in a new tab, they work. */

import { routeOf, type Route } from './route.ts'

class Router {
  #path = $state(location.pathname)
  readonly #route = $derived(routeOf(this.#path))

  get route(): Route {
    return this.#route
  }

  /** Follows links within the page and the browser's own buttons. */
  start(): void {
    addEventListener('popstate', () => (this.#path = location.pathname))
    document.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      if (!link || !plain || event.defaultPrevented || link.target !== '' || link.origin !== location.origin) return
      if (link.pathname.startsWith('/api/') || link.hash !== '') return
      event.preventDefault()
      this.go(link.pathname)
    })
  }

  go(path: string): void {
    if (path === location.pathname) return
    history.pushState(null, '', path)
    this.#path = path
  }
}

export const router = new Router()
