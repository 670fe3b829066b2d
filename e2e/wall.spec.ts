/** The wall of the class: a teacher, students in browsers of their own, a socat; and a hundred of them on a projector. In French. */
import type { Page } from '@playwright/test'
import { classOf } from './crowd.ts'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test.use({
  args: ['--class', '--max-pages-per-address', '300', '--max-runs', '200', '--max-runs-per-address', '200'],
})

const linkOf = (output: string): string => / (http\S+#teacher=\S+)$/m.exec(output)![1]!
const tiles = (page: Page) => page.locator('[data-number]')

async function wallOf(page: Page, output: string): Promise<void> {
  await page.goto(linkOf(output))
  await expect(page.getByTestId('role')).toHaveText('Professeur')
  await page.goto('/class')
  await expect(page.getByRole('heading', { name: 'La classe' })).toBeVisible()
}

for (const size of [5, 30, 45, 100]) {
  test(`shots ${size}`, async ({ lab, visitor }) => {
    test.setTimeout(120_000)
    const teacher = await visitor({ viewport: { width: 1920, height: 1080 } })
    const students = await classOf(lab, size)
    await wallOf(teacher, lab.output)
    await expect(tiles(teacher)).toHaveCount(size)
    await expect(teacher.locator('.tile.alarm, .chip-tile.waits').first()).toBeVisible({ timeout: 20_000 })
    await teacher.waitForTimeout(3000)
    const shot = async (name: string, width: number, height: number, dark = false) => {
      await teacher.setViewportSize({ width, height })
      await teacher.emulateMedia({ colorScheme: dark ? 'dark' : 'light' })
      await teacher.waitForTimeout(300)
      await teacher.screenshot({ path: `/tmp/wall-shots/${size}-${name}.png` })
    }
    await shot('1080', 1920, 1080)
    await shot('720', 1280, 720)
    await shot('390', 390, 844)
    await shot('683', 683, 325)
    await shot('dark', 1920, 1080, true)
    for (const one of students) one.leave()
  })
}
