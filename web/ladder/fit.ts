/** Words of the page in the room that there is for them. Pure. */

/** What parts of a label stand between: a fact, then what is less needed to know. */
const BETWEEN = ' · '

/** A label without its last parts, where all of it is longer than there is room for: a part that is told is told whole. The first one always is. */
export function fit(label: string, room: number): string {
  const parts = label.split(BETWEEN)
  while (parts.length > 1 && parts.join(BETWEEN).length > room) parts.pop()
  return parts.join(BETWEEN)
}
