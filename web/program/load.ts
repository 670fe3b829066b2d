/** What says that a run is frozen, with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadFrozen = () => i18n.withWords('freeze', import('./Frozen.svelte'))
