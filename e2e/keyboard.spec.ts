/** A run page without a mouse, and the tools around the traffic: palette, j and k, filter, history, copied commands. */
import { RunPage } from './run-page.ts'
import { shownRows } from './table.ts'
import { expect, test } from './test.ts'

test('j and k walk through the events, and the inspector follows with the bytes', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const bob = await socat()
  bob.send('ABC\n')
  await expect(room.lines('ABC')).toHaveCount(1)
  bob.send('é\r\n')
  await expect(room.lines('é\\r↵')).toHaveCount(1)
  const inspector = page.getByRole('region', { name: 'Événement en détail' })
  const bytes = inspector.getByRole('group', { name: 'Octets' })
  const chosen = async () => (await shownRows(page)).filter((row) => row.chosen).map(({ seq }) => seq)

  await page.getByRole('tab', { name: 'Tableau' }).focus()
  await page.keyboard.press('k')
  await expect.poll(chosen).toEqual([5])
  await expect(inspector.getByRole('heading', { level: 2 })).toHaveText('Ligne 5')
  await expect(bytes).toContainText('c3 a9')
  await expect(bytes).toContainText('0d 0a')
  await page.keyboard.press('k')
  await expect.poll(chosen).toEqual([4])
  await expect(bytes).toContainText('41 42 43')
  await page.keyboard.press('k')
  await expect(inspector).toContainText('connect')
  await page.keyboard.press('j')
  await expect(bytes).toContainText('41 42 43')

  // The choice is one for both views.
  await page.getByRole('tab', { name: 'Échelle' }).click()
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(/ABC/)
  await page.keyboard.press('j')
  await expect(page.getByRole('option', { selected: true })).toHaveAccessibleName(/é/)
})

test('the palette finds a command and carries it out', async ({ openPage, lab }) => {
  const page = await openPage()
  await RunPage.open(page, lab)
  const palette = page.getByRole('combobox', { name: 'Commandes' })
  await page.keyboard.press('Control+k')
  await expect(palette).toBeFocused()
  await page.keyboard.type('theme sombre')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(palette).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('ecrire')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Votre nom' })).toBeFocused()

  await page.keyboard.press('Control+k')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('accueil')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${lab.url}/`)
})

test('a filter shows what one participant said, live, and clears', async ({ lab, socat, openPage }) => {
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const bob = await socat()
  const eve = await socat()
  const name = `:${await bob.connected()}`
  bob.send('de bob\n')
  eve.send('de eve\n')
  await expect(room.lines('de eve')).toHaveCount(1)
  await expect(room.lines('de bob')).toHaveCount(1)

  await page.getByRole('tab', { name: 'Tableau' }).focus()
  await page.keyboard.press('/')
  const filter = page.getByRole('textbox', { name: 'Filtrer les événements' })
  await expect(filter).toBeFocused()
  await page.keyboard.type(`from:${name} kind:lines`)
  await expect(room.lines('de eve')).toHaveCount(0)
  await expect(room.lines('de bob')).toHaveCount(1)
  eve.send('encore eve\n')
  bob.send('encore bob\n')
  await expect(room.lines('encore bob')).toHaveCount(1)
  await expect.poll(async () => (await shownRows(page)).map(({ text }) => text)).toEqual(['de bob↵', 'encore bob↵'])
  await expect(page.getByText(/^2\strouvés$/)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(filter).toHaveValue('')
  await expect(room.lines('encore eve')).toHaveCount(1)

  // The same by a click on a person, and by the French word.
  await room.participant(name).getByRole('button').first().click()
  await expect(room.lines('encore eve')).toHaveCount(0)
  await filter.fill('texte:"encore eve"')
  await expect(room.lines('encore eve')).toHaveCount(1)
  await expect(room.lines('de bob')).toHaveCount(0)
  await filter.fill('rien de tel')
  await expect(page.getByText('Aucun événement ne correspond à ce filtre.')).toBeVisible()
  await page.getByRole('button', { name: 'Tout montrer' }).click()
  await expect(room.lines('de bob')).toHaveCount(1)
})

test('the composer remembers what was said', async ({ lab, openPage }) => {
  const room = await RunPage.open(await openPage(), lab)
  await room.join('Ana')
  await room.send('Ana', 'un')
  await room.send('Ana', 'deux')
  const message = room.message('Ana')
  await message.fill('brouillon')
  await message.press('ArrowUp')
  await expect(message).toHaveValue('deux')
  await message.press('ArrowUp')
  await expect(message).toHaveValue('un')
  await message.press('ArrowDown')
  await message.press('ArrowDown')
  await expect(message).toHaveValue('brouillon')
})

test('the copied socat command is the one for this very run', async ({ lab, openPage }) => {
  const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] })
  await RunPage.open(page, lab)
  await page
    .getByRole('region', { name: 'Rejoindre depuis un terminal' })
    .getByRole('button', { name: 'Copier la commande socat' })
    .click()
  await expect(page.getByText('Copié', { exact: true }).first()).toBeVisible()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  expect(await copied()).toBe(`socat STDIO TCP:127.0.0.1:${lab.port}`)

  await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Rejoindre la séance' })
  for (const way of ['socat', 'nc', 'ncat', 'Python', 'PowerShell']) {
    await dialog.getByRole('tab', { name: way, exact: true }).click()
    await expect(dialog.getByRole('tabpanel')).toContainText(String(lab.port))
    await expect(dialog.getByRole('tabpanel')).toContainText('127.0.0.1')
  }
  await expect(dialog).toContainText(page.url())
})
