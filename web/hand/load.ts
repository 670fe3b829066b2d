/** What the teacher's hand adds to a run, a participant's menu and the start of runs, with its words, for whoever shows it. */
import { i18n } from '../text/index.svelte.ts'

export const loadHandItems = () => i18n.withWords('teacher', import('./HandItems.svelte'))
export const loadKeepOut = () => i18n.withWords('teacher', import('./KeepOut.svelte'))
export const loadVoices = () => i18n.withWords('teacher', import('./Voices.svelte'))
export const loadFollowRun = () => import('./FollowRun.svelte')
export const loadStartForEach = () => i18n.withWords('teacher', import('./StartForEach.svelte'))
