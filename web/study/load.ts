/** What takes a run home, with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadExport = () => i18n.withWords('study', import('./ExportDialog.svelte'))
