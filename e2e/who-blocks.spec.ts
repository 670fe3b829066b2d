/** Who blocks whom: one sentence in every view, heard as well, and what arrived but is not read, in the ladder. */
import { silentRoom } from './silent-room.ts'
import { expect, test } from './test.ts'

test('one sentence tells who blocks whom in every view, a screen reader hears it once, and it goes with what it told', async ({
  lab,
  openPage,
}) => {
  const { mute, muteName, room, end } = await silentRoom(lab, openPage)
  const { page } = room
  const told = new RegExp(`recv\\(${muteName}\\).*31\\so`)
  const heard = page.getByRole('status').filter({ hasText: told })
  try {
    for (const view of ['Échelle', 'Tableau', 'Trace', 'Programme', 'Conversation']) {
      await page.getByRole('tab', { name: view }).click()
      await expect(page.locator('.blocks')).toHaveText(told)
      await expect(heard).toHaveCount(1)
    }
    // Its seconds run elsewhere: what is heard changes only with who blocks.
    const first = await heard.textContent()
    expect(first).not.toMatch(/\d\ss\b/)
    mute.send('enfin\n')
    await expect(page.locator('.blocks')).toHaveCount(0)
    await expect(heard).toHaveCount(0)
  } finally {
    await end()
  }
})

test('what waits in the kernel is drawn with a hollow head where it came, and stays there when it has been read', async ({
  lab,
  openPage,
}) => {
  const { mute, room, now, end } = await silentRoom(lab, openPage)
  const ladder = room.page.getByRole('tabpanel', { name: 'Échelle' })
  const tips = ladder.locator('path.tip')
  try {
    await expect(ladder.getByText(/31\so · non lus/)).toBeVisible()
    await expect(tips).toHaveCount(1)
    const fill = await tips.evaluate((tip) => [
      getComputedStyle(tip).fill,
      getComputedStyle(document.body).backgroundColor,
    ])
    expect(fill[0]).toBe(fill[1])
    await expect(ladder.getByRole('option', { name: /bonjour, quelqu’un écoute/ })).toHaveCount(0)
    // What is read at once was not waited for, and keeps no place of its own.
    await expect(now.locator('[data-kind="unread"]')).toHaveText(/31\so · ([2-9]|\d\d)\ss/)
    mute.send('enfin\n')
    // The reading is a row of its own, full, and below.
    const read = ladder.getByRole('option', { name: /bonjour, quelqu’un écoute/ })
    await expect(read).toHaveCount(1)
    await expect(ladder.getByText(/31\so arrivés/)).toBeVisible()
    await expect(ladder.getByText(/non lus/)).toHaveCount(0)
    const above = (await tips.first().boundingBox())!.y
    expect(above).toBeLessThan((await read.boundingBox())!.y)
  } finally {
    await end()
  }
})
