/** The inspector with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadInspector = () => i18n.withWords('explain', import('./Inspector.svelte'))
