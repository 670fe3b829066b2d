/**
 * The table of events, read as a screen reader would: rows, cells, places. Only a screenful of rows is in the page, so
 * whoever wants them all must leaf through it, as a person does.
 */
import { expect, type Page } from '@playwright/test'

export interface ShownRow {
  /** Its place among all rows, from 1. */
  place: number
  seq: number
  from: string
  to: string
  kind: string
  text: string
  chosen: boolean
}

/** Rows in the page now, by place. Those whose event is still being read are left out. */
export async function shownRows(page: Page): Promise<ShownRow[]> {
  const rows = await page.getByRole('row').evaluateAll((elements) =>
    elements.map((row) => ({
      place: Number(row.getAttribute('aria-rowindex')) - 1,
      chosen: row.getAttribute('aria-selected') === 'true',
      cells: [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.trim()),
    })),
  )
  return rows
    .filter(({ cells }) => cells.length === 7)
    .map(({ place, chosen, cells }) => {
      const [seq = '', , from = '', to = '', kind = '', , text = ''] = cells
      return { place, chosen, seq: Number(seq), from, to, kind, text }
    })
    .sort((a, b) => a.place - b.place)
}

/** How many rows the table has, on screen or not. */
export async function rowCount(page: Page): Promise<number> {
  return Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
}

/** Every row from the first to the last, leafing with the keyboard. For tables of some hundred rows that stand still. */
export async function everyRow(page: Page): Promise<ShownRow[]> {
  const all = new Map<number, ShownRow>()
  const count = await rowCount(page)
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  let chosen = 1
  for (;;) {
    await expect
      .poll(async () => (await shownRows(page)).some((row) => row.place === chosen && row.chosen), {
        message: `row ${chosen} of ${count} is chosen and read`,
      })
      .toBe(true)
    const rows = await shownRows(page)
    for (const row of rows) all.set(row.place, row)
    if (chosen === count) return [...all.values()].sort((a, b) => a.place - b.place)
    // Small enough a step that screenfuls overlap, whatever the size of the window.
    for (let step = 0; step < 5 && chosen < count; step++, chosen++) await page.keyboard.press('ArrowDown')
  }
}
