/** Whose colour is whose: of the identity colours of `styles/tokens.css`, --id-0 to --id-11. Pure. */

/** Those whose hue is near that of waits come last. */
const ORDER = [0, 2, 3, 4, 5, 6, 8, 9, 10, 11, 1, 7] as const

/** Index of the identity colour of somebody, by number from 1: a participant of a run, a person of the wall. */
export const colourOf = (number: number): number => ORDER[(number - 1) % ORDER.length]!
