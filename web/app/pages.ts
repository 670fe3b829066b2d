/** What an address shows, loaded when it is asked for. Counterpart: `App.svelte`. */
import { loadJoin } from '../join/load.ts'
import type { Route } from '../router/route.ts'
import { i18n } from '../text/index.svelte.ts'

export { loadJoin }
export const loadRun = () => import('../run/RunPage.svelte')
export const loadEntrance = () => i18n.withWords('access', import('./Entrance.svelte'))
export const loadHome = () => i18n.withWords('experiments', import('./Home.svelte'))
export const loadPalette = () => i18n.withWords('experiments', import('./Palette.svelte'))
export const loadWall = () => i18n.withWords('notice', i18n.withWords('wall', import('../class/WallPage.svelte')))
export const loadScreen = () => i18n.withWords('wall', import('../class/Screen.svelte'))
export const loadCoach = () => i18n.withWords('coach', import('../coach/CoachPage.svelte'))

/** Begins to load what this address shows, beside all else: whoever shows it says where it cannot be loaded. */
export function beginToLoad({ view }: Route): void {
  const load = { run: loadRun, join: loadJoin, home: loadHome, coach: loadCoach, class: loadWall, nowhere: null }[view]
  load?.().catch(() => {})
}
