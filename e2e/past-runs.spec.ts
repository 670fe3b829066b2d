/** More past runs than a page is told of at once: they come when they are asked for, and an old link works. */
import { expect, test } from './test.ts'

/** One page of the lab's answers, and some more. */
const MANY = 64

test('past runs come as they are asked for, down to the first, and an old link works', async ({ lab, openPage }) => {
  const ids: string[] = []
  for (let n = 0; n < MANY; n++) {
    const body = JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
    const headers = { 'content-type': 'application/json' }
    const { id } = await lab.api<{ id: string }>('/runs', { method: 'POST', headers, body })
    ids.push(id)
    await lab.api(`/runs/${id}`, { method: 'DELETE' })
  }
  const page = await openPage()
  await page.goto('/')
  const past = page.getByRole('region', { name: 'Séances passées' })
  const links = past.getByRole('link')
  await expect(links).toHaveCount(10)
  for (let shown = 20; shown < MANY; shown += 10) {
    await past.getByRole('button', { name: /^Montrer 10\s/ }).click()
    await expect(links).toHaveCount(shown)
  }
  await past.getByRole('button', { name: /^Montrer 4\s/ }).click()
  await expect(links).toHaveCount(MANY)
  await expect(past.getByRole('button', { name: /^Montrer/ })).toHaveCount(0)
  await expect(links.last()).toHaveAttribute('href', `/runs/${ids[0]}`)

  // A page that has been told of the newest alone.
  await page.goto(`/runs/${ids[0]}`)
  await expect(page.getByText('Séance arrêtée')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Séance arrêtée')).toBeVisible()
  await page.goto('/runs/99999')
  await expect(page.getByRole('heading', { name: /rien à cette adresse/ })).toBeVisible()
})
