/** What tells of what is kept, with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadDataNotice = () => i18n.withWords('kept', import('./DataNotice.svelte'))
