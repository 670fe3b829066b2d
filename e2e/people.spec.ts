/**
 * What one page does to others: only on purpose, with its name on it, and not for longer than it is there. Typing that meets
 * no field, pausing, disconnecting, a port that another run has. In French, with real socats.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import type { LabEvent } from '#shared/protocol/events.ts'
import { RunPage } from './run-page.ts'
import { Socat } from './socat.ts'
import { expect, ownHost, test } from './test.ts'
import { until } from './until.ts'

const paused = (page: Page): Locator => page.getByRole('status', { name: 'Le programme est en pause' })
const nameField = (page: Page): Locator => page.getByRole('textbox', { name: 'Votre nom' })

async function clean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

test.describe('typing without a field', () => {
  test('goes into the name, then into the message, letter by letter, and holds nobody', async ({ lab, openPage }) => {
    const page = await openPage()
    await RunPage.open(page, lab)
    for (const name of ['hugo', 'jules/fk?s 1']) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await nameField(page).evaluate(
        (field: HTMLInputElement) => ((field.value = ''), field.dispatchEvent(new Event('input'))),
      )
      await page.keyboard.type(name)
      await expect(nameField(page)).toHaveValue(name)
    }
    await nameField(page).fill('hugo')
    await nameField(page).press('Enter')
    const message = page.getByRole('textbox', { name: 'Message de hugo' })
    await expect(message).toBeFocused()
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.type('hé, salut à tous')
    await expect(message).toHaveValue('hé, salut à tous')
    // On a button as well: it takes the space bar and Enter, and no letter.
    await page.getByRole('button', { name: 'Rejoindre', exact: true }).focus()
    await page.keyboard.type(' hs')
    await page.keyboard.press('Escape')
    await expect(paused(page)).toHaveCount(0)
    const run = await lab.run()
    expect((await lab.events(run.id)).filter(({ kind }) => kind === 'stepper')).toEqual([])
  })

  test('an input method and a dead key begin in the prompt', async ({ lab, openPage }) => {
    const page = await openPage()
    await RunPage.open(page, lab)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Dead', bubbles: true })))
    await expect(nameField(page)).toBeFocused()
    const input = await page.context().newCDPSession(page)
    await input.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
    await input.send('Input.insertText', { text: '日本' })
    await expect(nameField(page)).toHaveValue('日本')
  })
})

test.describe('a program that somebody holds', () => {
  test('is paused from within its pane only, and everybody sees by whom', async ({ lab, openPage }) => {
    const [page, other] = [await openPage(), await openPage()]
    const room = await RunPage.open(page, lab)
    await room.join('Ana')
    await RunPage.open(other, lab)
    await page.getByRole('tab', { name: 'Programme' }).click()
    // A tab is not the pane.
    await page.keyboard.press('h')
    await expect(room.message('Ana')).toHaveValue('h')
    await room.message('Ana').fill('')
    await page.getByRole('heading', { name: 'Réveils de select' }).click()
    await page.keyboard.press('h')
    await expect(paused(page)).toContainText('Mis en pause par cette page')
    await expect(paused(other)).toContainText('Mis en pause par la page de Ana')
    await expect(paused(other)).toContainText('30')
    await expect(other.getByRole('row').filter({ hasText: 'select mis en pause par la page de Ana' })).toHaveCount(1)
    await clean(other)

    // The other takes it up: it is the other's now.
    await paused(other).getByRole('button', { name: 'Servir un réveil' }).click()
    await expect(paused(page)).toContainText('Demandé par une page qui regarde')
    await paused(page).getByRole('button', { name: 'Reprendre' }).click()
    await expect(paused(other)).toHaveCount(0)
  })

  test('goes on when the page that holds it has gone for 30 s', async ({ lab, openPage }) => {
    test.setTimeout(120_000)
    const [page, other] = [await openPage(), await openPage()]
    await RunPage.open(page, lab)
    await RunPage.open(other, lab)
    await page.getByRole('tab', { name: 'Programme' }).click()
    await page.getByRole('button', { name: 'En pause' }).click()
    await expect(paused(other)).toContainText('Mis en pause par une page qui regarde')
    // A reload keeps it.
    await page.reload()
    await expect(paused(page)).toContainText('Mis en pause par cette page')
    await page.context().close()
    await expect(paused(other)).toHaveCount(0, { timeout: 60_000 })
    await expect(other.getByRole('row').filter({ hasText: 'partie depuis 30' })).toHaveCount(1)
    const paces = (await lab.events((await lab.run()).id)).filter(
      (event): event is Extract<LabEvent, { kind: 'stepper' }> => event.kind === 'stepper',
    )
    expect(paces.map(({ state, gone }) => [state, gone ?? false])).toEqual([
      ['paused', false],
      ['running', true],
    ])
  })
})

test.describe('a participant', () => {
  const ways = [
    ['Déconnecter (FIN)', 'FIN'],
    ['Couper (RST)', 'RST'],
  ] as const

  for (const [label, sign] of ways) {
    test(`is disconnected from its menu by ${sign}, with who asked`, async ({ lab, socat, openPage }) => {
      const page = await openPage()
      const room = await RunPage.open(page, lab)
      await room.join('Ana')
      const bob = await socat([])
      const name = `:${await bob.connected()}`
      await expect(room.participant(name)).toContainText('connecté')
      await room
        .participant(name)
        .getByRole('button', { name: `Actions sur ${name}` })
        .click()
      await page.getByRole('menuitem', { name: label }).click()
      const dialog = page.getByRole('dialog', { name: `Déconnecter ${name}` })
      await clean(page)
      // It can be called off.
      await dialog.getByRole('button', { name: 'Annuler' }).click()
      await expect(dialog).toBeHidden()
      expect(bob.running).toBe(true)
      await room
        .participant(name)
        .getByRole('button', { name: `Actions sur ${name}` })
        .click()
      await page.getByRole('menuitem', { name: label }).click()
      await dialog.getByRole('button', { name: label }).click()
      await bob.ended()
      expect(bob.said.includes('Connection reset by peer')).toBe(sign === 'RST')
      await expect(room.lines(`${sign} · demandé par cette page`)).toHaveCount(1)
      await expect(page.getByText('1 parti', { exact: true })).toBeVisible()
      await room.lines(`${sign} · demandé par cette page`).click()
      await page.getByRole('tab', { name: 'Trace' }).click()
      await expect(
        page.getByText(sign === 'FIN' ? /shutdown\(.*SHUT_WR\)/ : /SO_LINGER, \{1, 0\}/).first(),
      ).toBeVisible()
    })
  }

  test('that echoes is taken out of a storm, which ends', async ({ lab, openPage }) => {
    const page = await openPage()
    const room = await RunPage.open(page, lab)
    await room.join('Ana')
    const storm: Socat[] = []
    for (const size of [2, 3]) {
      storm.push(new Socat(`TCP:127.0.0.1:${lab.port}`, [], 'EXEC:cat'))
      await lab.crowd(size)
    }
    const run = await lab.run()
    const name = `:${await storm[0]!.connected()}`
    await room.send('Ana', 'écho')
    const events = async () => (await lab.runs())[0]!.lastSeq
    await until('a storm', async () => (await events()) > 500)
    await room
      .participant(name)
      .getByRole('button', { name: `Actions sur ${name}` })
      .click()
    await page.getByRole('menuitem', { name: 'Déconnecter (FIN)' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Déconnecter (FIN)' }).click()
    expect(await storm[0]!.ended()).toBe(0)
    let before = -1
    await until('the end of it', async () => {
      const now = await events()
      const still = now === before
      before = now
      return still
    })
    expect((await lab.api<{ present: number }>(`/runs/${run.id}`)).present).toBe(2)
    await Promise.all(storm.map((one) => one.dispose()))
  })
})

test.describe('a port that another run has', () => {
  test.use({ host: ownHost, viewport: { width: 1280, height: 720 } })

  test('is told as that run’s: one goes there, or stops it and starts here', async ({ lab, host, openPage }) => {
    const page = await openPage({ viewport: { width: 1280, height: 720 } })
    const first = await lab.run()
    const ask = async () => {
      await page.getByRole('button', { name: 'Nouvelle séance' }).click()
      const dialog = page.getByRole('dialog', { name: 'Nouvelle séance' })
      await expect(dialog.getByLabel('Port d’écoute')).not.toHaveValue('')
      await dialog.getByLabel('Port d’écoute').fill(String(lab.port))
      await dialog.getByRole('button', { name: 'Démarrer', exact: true }).click()
      const taken = dialog.getByRole('region', { name: 'Le port est pris' })
      await expect(taken).toBeInViewport({ ratio: 1 })
      await expect(taken).toContainText(`séance ${first.id}`)
      return taken
    }
    const taken = await ask()
    await clean(page)
    await taken.getByRole('button', { name: 'Aller à cette séance' }).click()
    await expect(page).toHaveURL(`${lab.url}/runs/${first.id}`)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    const there = new Socat(`TCP:${host}:${lab.port}`)
    await there.connected()
    await expect(page.getByRole('region', { name: 'Participants' }).getByRole('listitem')).toHaveCount(1)
    const again = await ask()
    await expect(again).toContainText('1 connexion y sera fermée')
    await again.getByRole('button', { name: 'L’arrêter et démarrer ici' }).click()
    await expect(page).not.toHaveURL(`${lab.url}/runs/${first.id}`)
    const next = await lab.run()
    expect([next.id === first.id, next.listeners[0]?.port]).toEqual([false, lab.port])
    await there.dispose()

    // The first one, started again, meets the same.
    await page.goto(`/runs/${first.id}`)
    await page.getByRole('button', { name: 'Relancer' }).click()
    const dialog = page.getByRole('dialog', { name: 'Le port est pris par une autre séance' })
    await expect(dialog).toContainText(`séance ${next.id}`)
    await clean(page)
    await dialog.getByRole('button', { name: 'Aller à cette séance' }).click()
    await expect(page).toHaveURL(`${lab.url}/runs/${next.id}`)
  })
})
