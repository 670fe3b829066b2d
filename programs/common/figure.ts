/** The picture of a program on its card, in a field of 208 by 68 from x = 16. Counterpart: `web/worksheet/ProgramFigure.svelte`. */

/** One mark. `lane a` to `c`: participants; `program`; `line`, `bytes`: what is sent, in the colour of who sends; `paused`: who waits and is not read. */
type Mark = readonly [looks: string, path: string]
export type Figure = readonly Mark[]
