/** What lists the runs that are over, with its words: loaded when there are any. */
import { i18n } from '../text/index.svelte.ts'

export const loadPast = () => i18n.withWords('kept', import('./PastRuns.svelte'))
