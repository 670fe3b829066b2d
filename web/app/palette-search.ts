/** Whether a label answers a query: every word of it occurs, accents and case aside. Pure. */
export function wanted(label: string, query: string): boolean {
  const plain = fold(label)
  return fold(query)
    .split(/\s+/)
    .every((word) => plain.includes(word))
}

const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
