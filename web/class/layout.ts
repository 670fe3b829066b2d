/** How large tiles are, by how many there are: a hundred are in sight at once on a projector. Pure. Counterpart: `Wall.svelte`. */

/** From so many on a row has eight tiles, with a line less. */
const SMALL_FROM = 31
/** Tiles of a row of large ones: with two such rows, three of small ones have a line less. */
const ROW = 6
/** Beyond so many those who go on are chips. */
const CHIPS_BEYOND = 60
/** Beyond so many to help the rest of them are chips. */
const HELP_TILES = 12

/** Heights of rows with the gap below them, in hundredths of the width of a window of 16:9, as `Wall.svelte` has them at the least. */
const HEIGHTS = { help: 10.2, chips: 2.2, going: 3.5 }
/** What there is for them. */
const ROOM = 40

export interface Layout {
  readonly columns: 6 | 8
  /** A tile of those who go on has a line less. */
  readonly short: boolean
  /** So many to help have a tile of their own. */
  readonly helpTiles: number
  /** Those who go on are chips. */
  readonly chips: boolean
}

/** The form of the wall. @param help people who need help @param going those who go on */
export function layoutOf(help: number, going: number): Layout {
  const all = help + going
  const rows = (count: number, row: number): number => Math.ceil(Math.max(0, count) / row)
  const needed =
    rows(Math.min(help, HELP_TILES), 8) * HEIGHTS.help +
    rows(help - HELP_TILES, 10) * HEIGHTS.chips +
    rows(going, 8) * HEIGHTS.going
  return {
    columns: all < SMALL_FROM ? 6 : 8,
    short: all >= SMALL_FROM || (help > ROW && going > 2 * ROW),
    helpTiles: Math.min(help, HELP_TILES),
    chips: all > CHIPS_BEYOND || (all >= SMALL_FROM && needed > ROOM),
  }
}
