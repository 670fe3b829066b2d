/** The socat coach as a person uses it: paste, read, mend, follow the link to the run; in both languages, on a phone too. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

const box = (page: Page) => page.getByRole('textbox', { name: 'Commande socat' })
const findings = (page: Page) => page.getByRole('region', { name: 'Ce qu’il faut en savoir' })

test('a command of the sheet is pasted, explained and mended until it is right', async ({ openPage }) => {
  const page = await openPage()
  await page.getByRole('main').getByRole('link', { name: 'Assistant socat' }).click()
  await expect(page).toHaveTitle(/^L’assistant socat/)
  await expect(page.getByRole('heading', { name: 'Collez une commande, ou prenez-en une de la feuille' })).toBeVisible()
  await page.getByRole('button', { name: '$ socat TCP-LISTEN:60567 OPEN:mon_fichier, create' }).click()

  await expect(findings(page).getByRole('listitem').first()).toContainText('invite du terminal')
  const mend = findings(page)
    .getByRole('button', { name: /^Corriger/ })
    .first()
  await mend.click()
  await expect(box(page)).toHaveValue('socat TCP-LISTEN:60567 OPEN:mon_fichier, create')
  await expect(findings(page).getByRole('listitem').first()).toContainText('une adresse de trop')
  await mend.click()
  await expect(box(page)).toHaveValue('socat TCP-LISTEN:60567 OPEN:mon_fichier,create')
  for (let turn = 0; turn < 3; turn++) await mend.click()
  await expect(box(page)).toHaveValue('socat -u TCP-LISTEN:60567,reuseaddr OPEN:mon_fichier,create,trunc')
  await expect(findings(page).getByRole('listitem')).toHaveCount(1)
  await expect(findings(page)).not.toContainText('erreur')

  const parts = page.getByRole('region', { name: 'Pièce par pièce' })
  await expect(parts.getByRole('listitem').filter({ hasText: 'TCP-LISTEN' })).toContainText('bind, listen, accept')
  await expect(page.getByRole('img', { name: /De TCP-LISTEN à OPEN, de gauche à droite seulement/ })).toBeVisible()
  // From the list into the command, by keyboard.
  await parts.getByRole('button', { name: /reuseaddr/ }).press('Enter')
  await expect(box(page)).toBeFocused()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('reuseaddr')
})

test('a command that leads to a run says so, and links to it', async ({ lab, openPage }) => {
  const page = await openPage()
  await page.goto('/coach')
  const here = page.getByRole('region', { name: 'Dans ce labo' })
  await box(page).fill(`socat STDIO TCP:127.0.0.1:${lab.port}`)
  await expect(here).toContainText('Mène à la séance')
  await box(page).fill(`socat STDIO OPENSSL:127.0.0.1:${lab.port}`)
  await expect(here).toContainText('pas le bon transport')
  await box(page).fill(`socat TCP-LISTEN:${lab.port},reuseaddr STDIO`)
  await expect(here).toContainText('EADDRINUSE')
  await here.getByRole('link').click()
  await expect(page).toHaveURL(`${lab.url}/runs/${(await lab.run()).id}`)
})

test('what is behind standard input is shown, and a raw terminal is named; nc is not taken apart', async ({
  openPage,
}) => {
  const page = await openPage()
  await page.goto('/coach')
  const flow = page.getByRole('region', { name: 'Le sens des octets' })
  await box(page).fill('socat - TCP:127.0.0.1:6789')
  await expect(flow).toContainText('clavier et écran')
  await expect(findings(page).getByRole('button', { name: /^Corriger/ })).toHaveCount(0)
  await box(page).fill('echo bonjour | socat - TCP:127.0.0.1:6789')
  await expect(flow).toContainText('commande précédente et écran')
  await box(page).fill('socat -,raw,echo=0 TCP:127.0.0.1:6789')
  await expect(findings(page)).toContainText('Entrée envoie CR (\\r)')
  await findings(page)
    .getByRole('button', { name: /^Corriger/ })
    .click()
  await expect(box(page)).toHaveValue('socat -,raw,echo=0,icrnl TCP:127.0.0.1:6789')
  await box(page).fill('nc -l -p 6789')
  await expect(flow).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Pièce par pièce' }).getByRole('listitem')).toHaveCount(1)
})

test('the address carries the command, over a reload and a change of language', async ({ openPage }) => {
  const page = await openPage()
  await page.goto(`/coach#cmd=${encodeURIComponent('socat STDIO TCP-LISTN:8080')}`)
  await expect(findings(page)).toContainText('Le nom le plus proche est TCP-LISTEN')
  await box(page).fill('socat STDIO TCP-LISTEN:8080,reusaddr')
  await expect(page).toHaveURL(/reusaddr$/)
  await page.reload()
  await expect(box(page)).toHaveValue('socat STDIO TCP-LISTEN:8080,reusaddr')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('region', { name: 'What to know about it' })).toContainText(
    'The nearest name is reuseaddr',
  )
  await expect(page.getByRole('textbox', { name: 'socat command' })).toHaveValue('socat STDIO TCP-LISTEN:8080,reusaddr')
})

test('the palette leads to the coach', async ({ openPage }) => {
  const page = await openPage()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commandes' }).fill('assistant')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'L’assistant socat' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries({
    projector: { width: 1280, height: 720 },
    phone: { width: 390, height: 844 },
  })) {
    test(`nothing serious in the ${colorScheme} theme on a ${size}, and nothing sticks out`, async ({
      lab,
      openPage,
    }) => {
      const page = await openPage({ colorScheme, viewport, reducedMotion: 'reduce' })
      await page.goto('/coach')
      const commands = [
        '',
        '$ socat TCP-LISTEN:60567, reuseaddr STDIO',
        `socat -d -v STDIO TCP:127.0.0.1:${lab.port},crnl`,
        `socat -u TCP-LISTEN:60567,reusaddr OPEN:${'un_nom_de_fichier_tres_long_'.repeat(5)},create`,
      ]
      for (const command of commands) {
        await box(page).fill(command)
        await expect(box(page)).toHaveValue(command)
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
        const grave = violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
          )
        expect.soft(grave, command).toEqual([])
        expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), command).toBe(viewport.width)
      }
    })
  }
}
