/**
 * The page in Firefox: join, say, ladder, coach. By WebDriver BiDi, since Playwright drives only a Firefox of its own making and
 * the system's is what people have.
 */
import { launch, type Browser, type Page } from 'puppeteer-core'
import { systemFirefox } from '../scripts/firefox.mjs'
import { expect, test } from './test.ts'

const executablePath = systemFirefox()
test.skip(executablePath === null, 'no Firefox on this machine')

/** As fast as a machine that does other things. */
const MOST_MS = 30_000

let browser: Browser
/** What the pages complained of. */
const complaints: string[] = []

test.beforeAll(async () => {
  browser = await launch({
    browser: 'firefox',
    executablePath: executablePath!,
    headless: true,
    extraPrefsFirefox: { 'intl.accept_languages': 'fr-FR,fr', 'intl.locale.requested': 'fr' },
  })
})
test.afterAll(async () => {
  await browser?.close()
  expect(complaints, 'errors in the pages').toEqual([])
})

async function visit(url: string): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(MOST_MS)
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.setViewport({ width: 1280, height: 720 })
  await page.goto(url)
  return page
}

/** By role and name, as in the accessibility tree. */
const by = (page: Page, role: string, name: string) => page.locator(`::-p-aria([name="${name}"][role="${role}"])`)
/** Waits until something on the page says this. */
const says = (page: Page, text: string) => page.locator(`::-p-text(${text})`).wait()

test('Firefox joins, speaks, hears a socat, shows both in the ladder and the bytes of each', async ({ lab, socat }) => {
  const page = await visit(`${lab.url}/runs/${(await lab.run()).id}`)
  await by(page, 'textbox', 'Votre nom').fill('Ana')
  await by(page, 'button', 'Se connecter').click()
  const message = by(page, 'textbox', 'Message de Ana')
  const peer = await socat()
  await message.fill('bonjour de Firefox')
  await page.keyboard.press('Enter')
  await peer.hears('bonjour de Firefox\n')
  peer.send('bonsoir de socat\n')

  await by(page, 'tab', 'Échelle').click()
  await says(page, 'bonjour de Firefox')
  await says(page, 'bonsoir de socat')
  await by(page, 'tab', 'Tableau').click()
  await says(page, 'bonsoir de socat')
  await page.locator('::-p-xpath(//*[@role="row"][contains(., "bonsoir de socat")])').click()
  await says(page, '62 6f 6e 73 6f 69 72')
  await by(page, 'button', 'Rejoindre').click()
  await by(page, 'dialog', 'Rejoindre la séance').wait()
  await page.close()
})

test('Firefox takes a command to the coach, and mends it', async ({ lab }) => {
  const page = await visit(`${lab.url}/coach`)
  await by(page, 'textbox', 'Commande socat').fill(`socat STDIO TCP 127.0.0.1:${lab.port}`)
  await by(page, 'region', 'Ce qu’il faut en savoir').wait()
  await says(page, 'erreur')
  await page.close()
})
