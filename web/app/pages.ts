/** What an address shows, loaded when it is asked for. Counterpart: `App.svelte`. */
import type { Route } from '../router/route.ts'
import { i18n } from '../text/index.svelte.ts'

export const loadRun = () => import('../run/RunPage.svelte')
export const loadJoin = () => i18n.withWords('door', import('../join/JoinPage.svelte'))
export const loadEntrance = () => i18n.withWords('door', import('../entrance/Entrance.svelte'))
export const loadHome = () => i18n.withWords('experiments', import('./Home.svelte'))
export const loadPalette = () => i18n.withWords('experiments', import('./Palette.svelte'))
export const loadCoach = () => i18n.withWords('coach', import('../coach/CoachPage.svelte'))

/** Begins to load what this address shows, beside all else: whoever shows it says where it cannot be loaded. */
export function beginToLoad({ view }: Route): void {
  const load = { run: loadRun, join: loadJoin, home: loadHome, coach: loadCoach, nowhere: null }[view]
  load?.().catch(() => {})
}
