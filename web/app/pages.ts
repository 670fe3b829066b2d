/** What an address shows, loaded when it is asked for. Counterpart: `App.svelte`. */
import type { Route } from '../router/route.ts'

export const loadRun = () => import('../run/RunPage.svelte')
export const loadJoin = () => import('../join/JoinPage.svelte')
export const loadHome = () => import('./Home.svelte')

/** Begins to load what this address shows, beside all else: whoever shows it says where it cannot be loaded. */
export function beginToLoad({ view }: Route): void {
  const load = { run: loadRun, join: loadJoin, home: loadHome, coach: null, nowhere: null }[view]
  load?.().catch(() => {})
}
