/** Moving among the tiles by the arrow keys: to the nearest in that direction. Counterpart: `Wall.svelte`. */

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}
type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

export const isArrow = (key: string): key is Arrow => /^Arrow(Left|Right|Up|Down)$/.test(key)

/** Index of the tile to go to; `from` where there is none. Left and right go on in the next row, as one reads. */
export function nextTile(boxes: readonly Box[], from: number, arrow: Arrow): number {
  const here = boxes[from]
  if (!here) return 0
  if (arrow === 'ArrowLeft') return Math.max(0, from - 1)
  if (arrow === 'ArrowRight') return Math.min(boxes.length - 1, from + 1)
  const middle = (here.left + here.right) / 2
  const away = (box: Box): number => (arrow === 'ArrowDown' ? box.top - here.bottom : here.top - box.bottom)
  let best = from
  let least = Infinity
  for (const [i, box] of boxes.entries()) {
    const rows = away(box)
    // Rows first, then whatever is nearest sideways.
    const distance = rows * 1000 + Math.abs((box.left + box.right) / 2 - middle)
    if (rows >= 0 && distance < least) [best, least] = [i, distance]
  }
  return best
}
