/** The page for the projector with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadJoin = () => i18n.withWords('access', import('./JoinPage.svelte'))
