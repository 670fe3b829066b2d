/** What stands on every page of a class, with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadHand = () => i18n.withWords('hand', import('./HandButton.svelte'))
export const loadNotice = () => i18n.withWords('notice', import('./Notice.svelte'))
export const loadFollow = () => i18n.withWords('teacher', import('./Follow.svelte'))
export const loadLead = () => i18n.withWords('teacher', import('./Lead.svelte'))
export const loadTileMenu = () => i18n.withWords('teacher', import('./TileMenu.svelte'))
