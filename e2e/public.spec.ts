/** The page at addresses that are not the lab's own, and where it cannot come. */
import { Lab } from './lab.ts'
import { PathProxy } from './path-proxy.ts'
import { expect, test } from './test.ts'

test('behind a proxy that has put it below a path, the page works at each of its addresses', async ({ page, lab }) => {
  await lab.stop()
  const proxy = await PathProxy.open('/tp/')
  const shown = new Lab({ data: lab.data, program: 'relay', args: ['--public', proxy.url] })
  try {
    await shown.start()
    proxy.target = shown.url
    expect(shown.output).toContain(proxy.url)
    await page.goto(proxy.url)
    const card = page.locator('main a[href^="/tp/runs/"]').first()
    await card.click()
    await expect(page).toHaveURL(/\/tp\/runs\/\d+$/)
    await page.reload()
    await page.getByRole('textbox', { name: 'Nom' }).first().waitFor()
    const [run] = (await shown.runs()).filter(({ state }) => state === 'running')
    expect(new URL(page.url()).pathname).toBe(`/tp/runs/${run!.id}`)
    await page.goto(`${proxy.url}relay`)
    await page.locator('a.primary[href="/tp/"]').click()
    await expect(page).toHaveURL(proxy.url)
    await expect(card).toBeVisible()
  } finally {
    await shown.stop()
    proxy.close()
  }
})

test('where a part of the page does not come, it says so', async ({ lab, browser }) => {
  const page = await browser.newPage()
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto(lab.url)
  await expect(page.locator('#unloaded')).toContainText('n’est pas arrivée')
  await expect(page.locator('#unloaded')).toContainText('did not arrive')
  await page.close()
})

test('without JavaScript it says what it needs', async ({ lab, browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(lab.url)
  await expect(page.locator('noscript p[lang=fr]')).toContainText('activez JavaScript')
  await expect(page.locator('noscript p[lang=fr]')).toBeVisible()
  await page.close()
})
