/**
 * What was typed and not sent, on its way from a run that is over to the one that comes after it. Counterparts: the composers
 * of both. Invariant: it is handed over once.
 */
const carried = new Map<string, string>()

/** For the composer of the run that the page shows next. */
export function carry(run: string, text: string): void {
  if (text !== '') carried.set(run, text)
}

export function arriving(run: string): string {
  const text = carried.get(run) ?? ''
  carried.delete(run)
  return text
}
