/**
 * The run page as its user knows it: by what is written on it, in French. Nothing here knows the page's markup beyond
 * roles and names, which the accessibility tree promises.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Lab } from './lab.ts'

export class RunPage {
  readonly page: Page

  /** @param page stands at a run */
  constructor(page: Page) {
    this.page = page
  }

  /** Opens the only run that is running, as its table. */
  static async open(page: Page, lab: Lab): Promise<RunPage> {
    const run = await lab.run()
    await page.goto(`${lab.url}/runs/${run.id}`)
    await page.getByRole('tab', { name: 'Tableau' }).click()
    return new RunPage(page)
  }

  /** Rows of the table whose content holds this text. */
  lines(text: string | RegExp): Locator {
    return this.page.getByRole('row').filter({ hasText: text })
  }

  /** The person of this name in the list of participants. */
  participant(name: string): Locator {
    return this.page.getByRole('region', { name: 'Participants' }).getByRole('listitem').filter({ hasText: name })
  }

  /** Becomes a web participant; the first of this page or a further one. */
  async join(name: string): Promise<void> {
    const add = this.page.getByRole('button', { name: 'Ajouter un participant' })
    const field = this.page.getByRole('textbox', { name: 'Votre nom' })
    await expect(add.or(field)).toBeVisible()
    if (await add.isVisible()) await add.click()
    await field.fill(name)
    await this.page.getByRole('button', { name: 'Se connecter' }).click()
    await expect(this.message(name)).toBeVisible()
  }

  /** Where a web participant of this page writes. */
  message(name: string): Locator {
    return this.page.getByRole('textbox', { name: `Message de ${name}` })
  }

  /** Speaks as a web participant that is the chosen one. */
  async send(name: string, line: string): Promise<void> {
    await this.message(name).fill(line)
    await this.message(name).press('Enter')
    await expect(this.message(name)).toHaveValue('')
  }

  /** Ends a web participant in one of the three ways of its menu. */
  async disconnect(name: string, how: 'Ne plus parler' | 'Partir' | 'Couper'): Promise<void> {
    await this.page.getByRole('button', { name: `Connexion de ${name}` }).click()
    await this.page.getByRole('menuitem', { name: how }).click()
  }
}
