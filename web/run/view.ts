/** The ways to look at a run, and the one that this browser chose last. */
export const VIEWS = ['ladder', 'table', 'trace', 'program'] as const
export type View = (typeof VIEWS)[number]

/** The view of this name; the ladder where there is none. */
export const viewOf = (name: string | null): View => VIEWS.find((one) => one === name) ?? 'ladder'
