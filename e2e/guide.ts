/** An experiment and its guide on the page of a run. */
import type { Locator, Page } from '@playwright/test'
import { expect } from './test.ts'

/** Starts an experiment from its card, and gives its guide. */
export async function begin(page: Page, title: string) {
  // Narrow spaces are told as plain ones.
  const name = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s')
  await page
    .getByRole('region', { name: /^(Expériences|Experiments)$/ })
    .getByRole('button', { name: new RegExp(`(^|: )${name}$`) })
    .click()
  const guide = page.getByRole('region', { name: new RegExp(`^Guide\\s?: ${name}$`) })
  await expect(guide).toBeVisible()
  return guide
}

/** A step of the guide that has happened; `ticks` is what is said of it to those who do not see its tick. */
export const ticked = (guide: Locator, step: string | RegExp, tick: 'fait' | 'vu' | 'done' | 'seen'): Locator =>
  guide
    .getByRole('listitem')
    .filter({ hasText: step })
    .filter({ hasText: new RegExp(`${tick}$`) })
export const pending = (guide: Locator): Locator => guide.getByRole('listitem').filter({ hasText: 'pas encore' })

export const row = (page: Page, ...texts: (string | RegExp)[]): Locator =>
  texts.reduce<Locator>(
    (rows, hasText) => rows.filter({ hasText }),
    page.getByRole('region', { name: /Noyau|Kernel/ }).getByRole('row'),
  )

export async function send(page: Page, name: string, line: string): Promise<void> {
  await page.getByRole('group', { name: 'Vos participants' }).getByRole('button', { name, exact: true }).click()
  const field = page.getByRole('textbox', { name: `Message de ${name}` })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}
