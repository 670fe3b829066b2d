/** What moves in the time of a run, with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadTimeMachine = () => i18n.withWords('time', import('./TimeMachine.svelte'))
export const loadStates = () => i18n.withWords('time', import('./StateDiagram.svelte'))
