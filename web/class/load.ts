/** The raised hand with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadHand = () => i18n.withWords('hand', import('./HandButton.svelte'))
