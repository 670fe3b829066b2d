/** Going back in the time of a run: while it goes on, and when it is over. */
import { clean } from './axe.ts'
import { silentRoom } from './silent-room.ts'
import { expect, test } from './test.ts'

test('every view is of one moment: a class goes back to when bytes waited, and to now again', async ({
  lab,
  openPage,
}) => {
  const { mute, room, now, end } = await silentRoom(lab, openPage)
  const { page } = room
  const machine = page.getByTestId('time-machine')
  const later = page.getByTestId('later')
  const then = page.getByRole('group', { name: 'alors' })
  try {
    await expect(now.locator('[data-kind="unread"]')).toHaveText(/31\so · ([2-9]|\d\d)\ss/)
    mute.send('enfin\n')
    await expect(now.locator('[data-kind="unread"]')).toHaveCount(0)
    await page.getByRole('button', { name: 'Remonter le temps' }).click()
    await expect(machine).toBeVisible()
    await expect(page.locator('.composer')).toHaveCount(0)
    // Nothing there acts on the run that goes on: not the bar above, not the menu of a participant, not the keys.
    await expect(page.getByRole('button', { name: 'Arrêter' })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Relancer' })).toHaveCount(0)
    await page
      .getByRole('button', { name: /^Actions sur/ })
      .first()
      .press('Enter')
    await expect(page.getByRole('menuitem', { name: /^Sa conversation/ })).toBeVisible()
    await expect(page.getByRole('menuitem')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(then.locator('[data-kind="unread"]')).toHaveCount(0)
    // The strip shows when somebody waited: there the bytes wait again, in the kernel as in the list.
    const slider = machine.getByRole('slider')
    const wait = (await machine.getByTitle('quelqu’un attend').first().boundingBox())!
    await page.mouse.click(wait.x + wait.width / 2, wait.y - 12)
    await expect(then.locator('[data-kind="unread"]')).toHaveText(/31\so/)
    await expect(page.locator('.blocks')).toHaveText(/31\so/)
    await expect(later).toBeVisible()
    await expect(page.locator('.people')).toContainText(/31\so/)
    await expect(page.locator('.people .kernel')).toContainText('31')
    await expect(page.getByTestId('tcp-states')).toContainText('ESTABLISHED')
    await clean(page, 'time machine')
    for (const view of ['Tableau', 'Trace']) {
      await page.getByRole('tab', { name: view }).click()
      await expect(later).toBeVisible()
    }
    await page.getByRole('tab', { name: 'Échelle' }).click()
    // An event on the silent one has spoken, an event back it has not.
    await expect(slider).toHaveAttribute('aria-valuetext', /événement 5$/)
    await page.keyboard.press('j')
    await expect(slider).toHaveAttribute('aria-valuetext', /événement 6$/)
    await page.keyboard.press('k')
    await expect(slider).toHaveAttribute('aria-valuetext', /événement 5$/)
    // The slider has the keys of one.
    await slider.focus()
    const length = (await lab.run()).lastSeq
    for (const [key, seq] of [
      ['ArrowRight', 6],
      ['ArrowLeft', 5],
      ['ArrowUp', 6],
      ['ArrowDown', 5],
      ['PageDown', 0],
      ['PageUp', length],
      ['Home', 0],
      ['End', length],
    ] as const) {
      await page.keyboard.press(key)
      const told = seq === 0 ? /avant le premier événement/ : new RegExp(`événement ${seq}$`)
      await expect(slider).toHaveAttribute('aria-valuetext', told)
    }
    // The run has gone on all the while, and is there again.
    await machine.getByRole('button', { name: 'Revenir au direct' }).click()
    await expect(machine).toHaveCount(0)
    await expect(page.locator('.composer')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Arrêter' })).toBeVisible()
    await expect(page.locator('.blocks')).toHaveCount(0)
    await expect(now).toBeVisible()
  } finally {
    await end()
  }
})

test('a run that is over is played from its beginning, its silences cut, and rests at its end', async ({
  lab,
  openPage,
}) => {
  const { mute, room, end } = await silentRoom(lab, openPage)
  const { page } = room
  try {
    mute.send('enfin\n')
    await expect(page.getByRole('option', { name: /enfin/ })).toHaveCount(1)
    await lab.api(`/runs/${(await lab.run()).id}`, { method: 'DELETE' })
    await expect(page.getByRole('option', { name: /arrêt|s’arrête/i }).last()).toBeVisible()
    await page.getByRole('button', { name: 'Remonter le temps' }).click()
    const machine = page.getByTestId('time-machine')
    const slider = machine.getByRole('slider')
    await machine.getByRole('button', { name: 'Premier événement' }).click()
    await expect(slider).toHaveAttribute('aria-valuetext', /avant le premier événement/)
    await expect(page.locator('.people')).not.toContainText('31')
    await machine.getByLabel('Vitesse').selectOption({ label: '×100' })
    await machine.getByRole('button', { name: 'Jouer' }).click()
    const last = await page.getByTestId('later').count()
    expect(last).toBe(1)
    await expect(machine.getByRole('button', { name: 'Jouer' })).toBeVisible({ timeout: 20_000 })
    const length = Number(await page.getByRole('option').first().getAttribute('aria-setsize'))
    await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`événement ${length}$`))
    // A marker is set, kept, and leads back.
    await machine.getByRole('button', { name: 'Événement précédent' }).click()
    await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`événement ${length - 1}$`))
    await machine.getByRole('button', { name: /^Repère/ }).click()
    await machine.getByRole('button', { name: 'Premier événement' }).click()
    await machine.getByRole('button', { name: /Aller au repère 1/ }).click()
    await expect(slider).toHaveAttribute('aria-valuetext', new RegExp(`événement ${length - 1}$`))
    await machine.getByRole('button', { name: 'Quitter' }).click()
    await expect(machine).toHaveCount(0)
  } finally {
    await end()
  }
})
