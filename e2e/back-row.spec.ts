/** What is stuck is seen from the back row: the foot of the ladder, in a room where all wait for one who says nothing. */
import { silentRoom } from './silent-room.ts'
import { expect, test } from './test.ts'

test('the foot of the ladder says what waits, for how long and for whom, and goes quiet when it is read', async ({
  lab,
  visitor,
}) => {
  const { mute, muteName, room, now, end } = await silentRoom(lab, visitor)
  try {
    const ana = now.locator('[data-kind="unread"]', { hasText: 'Ana' })
    await expect(ana).toHaveText(/Ana\s*31\so · \d+\ss\s*non lus/)
    await expect(now.locator('[data-kind="awaited"]')).toHaveText(
      new RegExp(`${muteName}\\s*0\\so · \\d+\\ss\\s*on l’attend`),
    )
    await expect(now).toContainText(`recv(${muteName})`)
    const seconds = async (): Promise<number> => Number(/(\d+)\ss/.exec((await ana.textContent()) ?? '')?.[1])
    const before = await seconds()
    await expect.poll(seconds).toBeGreaterThan(before)
    await expect(room.page.getByText(`attend recv(${muteName})`)).toBeVisible()

    // Who opens the page later reads the same: the journal knows since when.
    const late = await visitor()
    await late.goto(room.page.url())
    await late.getByRole('tab', { name: 'Échelle' }).click()
    const same = late.getByRole('group', { name: 'maintenant' }).locator('[data-kind="unread"]')
    await expect(same).toHaveText(/31\so · \d+\ss/)
    expect(Number(/(\d+)\ss/.exec((await same.textContent()) ?? '')?.[1])).toBeGreaterThanOrEqual(before)

    mute.send('enfin\n')
    await expect(now.locator('[data-kind="unread"]')).toHaveCount(0)
  } finally {
    await end()
  }
})
