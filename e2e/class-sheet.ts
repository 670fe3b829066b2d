/** The tables of the class sheet: each row with the guides that it names, as the cards of the page call them. */
import { readFileSync } from 'node:fs'
import type { Lang } from '#shared/model/languages.ts'

export interface SheetRow {
  /** Its time, or its topic. */
  readonly name: string
  /** None where the row takes place elsewhere. */
  readonly guides: readonly string[]
}

export function rowsOf(lang: Lang): SheetRow[] {
  const lines = readFileSync(new URL(`../docs/class.${lang}.md`, import.meta.url), 'utf8').split('\n')
  const rows: SheetRow[] = []
  let column = -1
  for (const line of lines) {
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (cells.length === 0) column = -1
    else if (column < 0) column = cells.indexOf('guide')
    else if (!/^-+$/.test(cells[0] ?? '')) {
      const guides = [...(cells[column] ?? '').matchAll(/_([^_]+)_/g)].map(([, name = '']) => name)
      rows.push({ name: (cells[0] ?? '').replaceAll('`', ''), guides })
    }
  }
  return rows
}
