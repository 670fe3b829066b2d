/** What is stuck is seen from the back row: the foot of the ladder, in a room where all wait for one who says nothing. */
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { silentRoom } from './silent-room.ts'
import { expect, test } from './test.ts'

test('the foot of the ladder says what waits, for how long and for whom, and goes quiet when it is read', async ({
  lab,
  openPage,
}) => {
  const { mute, muteName, room, now, end } = await silentRoom(lab, openPage)
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
    const late = await openPage()
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

for (const [width, height] of [
  [683, 325],
  [640, 300],
  [667, 331],
] as const) {
  test(`five rows of traffic are in sight at ${width}x${height}, with this moment below them`, async ({
    lab,
    openPage,
  }) => {
    const { room, now, end } = await silentRoom(lab, openPage)
    try {
      await room.page.setViewportSize({ width, height })
      await expect(now).toBeVisible()
      const whole = (): Promise<number> =>
        room.page.evaluate(() => {
          const boxOf = (selector: string): DOMRect => document.querySelector(selector)!.getBoundingClientRect()
          const top = boxOf('.scroller > .head').bottom
          const bottom = Math.min(boxOf('.scroller > .foot').top, innerHeight)
          const rows = [...document.querySelectorAll('[role="option"]')].map((row) => row.getBoundingClientRect())
          return rows.filter((row) => row.top >= top - 1 && row.bottom <= bottom + 1).length
        })
      await expect.poll(whole).toBeGreaterThanOrEqual(5)
      // What is folded comes when it is asked for.
      const copy = room.page.getByRole('button', { name: 'Copier la commande socat' })
      await expect(copy).toBeHidden()
      await room.page.getByRole('button', { name: 'Bandeaux de la séance' }).click()
      await expect(copy).toBeVisible()
    } finally {
      await end()
    }
  })
}

test.describe('the page for the projector', () => {
  const sizes = { projector: [1920, 1080], small: [1280, 720], phone: [390, 844], low: [683, 325] } as const

  test('shows a code as high as the window allows, and a command that is never cut before its port', async ({
    lab,
    openPage,
    socat,
  }) => {
    const page = await openPage()
    const { id, listeners } = await lab.run()
    // The page believes that others reach it: what counts is what it then draws.
    await page.routeWebSocket(/.*/, (client) => {
      const server = client.connectToServer()
      server.onMessage((message) =>
        client.send(String(message).replace('"urls":[', '"urls":["http://192.168.1.12:3000",')),
      )
    })
    await page.goto(`/runs/${id}/join`)
    const code = page.getByRole('img', { name: /Code QR/ })
    const command = page.locator('.wide-command')
    await expect(page.getByText('personne encore')).toBeVisible()
    await socat()
    await expect(page.getByText(/1\s*est là/)).toBeVisible()
    for (const [width, height] of Object.values(sizes)) {
      await page.setViewportSize({ width, height })
      const side = async (): Promise<number> => (await code.boundingBox())?.height ?? 0
      await expect.poll(side).toBeGreaterThan(Math.min(0.72 * height, 0.44 * width))
      await expect(command).toContainText(`:${listeners[0]!.port}`)
      expect(await command.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(0)
      if (width >= 1280) {
        const size = await command.evaluate((one) => parseFloat(getComputedStyle(one).fontSize))
        expect(size).toBeGreaterThanOrEqual(28)
      }
    }
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(new RegExp(`/runs/${id}$`))
  })

  test('names the flag where nobody else can reach it', async ({ lab, openPage }) => {
    const page = await openPage()
    await page.goto(`/runs/${(await lab.run()).id}`)
    await page.getByRole('link', { name: 'Afficher pour la salle' }).click()
    await expect(page.getByText('--class')).toBeVisible()
    await expect(page.getByRole('img', { name: /Code QR/ })).toHaveCount(0)
  })
})

test('with select paused the kernel’s table stays in sight, and the sockets that are ready next are named', async ({
  lab,
  socat,
  openPage,
}) => {
  const page = await openPage({ viewport: { width: 1280, height: 720 } })
  const others = await Promise.all(Array.from({ length: 7 }, () => socat()))
  await page.goto(`/runs/${(await lab.run()).id}`)
  await page.getByRole('tab', { name: 'Programme' }).click()
  await page.getByRole('button', { name: 'En pause' }).click()
  const paused = page.getByRole('status', { name: /en pause/ })
  await expect(paused).toContainText('Aucune socket n’est prête')
  others[0]!.send('prête\n')
  await expect(paused).toContainText(/Prêtes pour le prochain select.*:\d+ · 7\so/s)
  const kernel = page.getByRole('region', { name: 'Noyau' })
  const row = kernel.getByRole('row').nth(5)
  await expect(row).toBeInViewport({ ratio: 1 })
})

test('what is refused is in sight where one clicks, and a card goes straight to its fields', async ({
  lab,
  openPage,
}) => {
  const page = await openPage({ viewport: { width: 1280, height: 720 } })
  const busy = createServer().listen(0, '127.0.0.1')
  await once(busy, 'listening')
  try {
    const { port } = busy.address() as AddressInfo
    expect(port).not.toBe(lab.port)
    for (const [name, radios] of [
      ['Nouvelle séance', 10],
      ['Démarrer\u202f: Serveur de lignes', 0],
    ] as const) {
      await page.goto('/')
      await page.getByRole('button', { name, exact: true }).first().click()
      const dialog = page.getByRole('dialog', { name: 'Nouvelle séance' })
      const field = dialog.getByLabel('Port d’écoute')
      await expect(field).not.toHaveValue('')
      await expect(dialog.locator('input[name="program"]')).toHaveCount(radios)
      if (radios === 0) await expect(field).toBeInViewport({ ratio: 1 })
      await field.fill(String(port))
      await dialog.getByRole('button', { name: 'Démarrer', exact: true }).click()
      await expect(dialog.getByRole('alert')).toBeInViewport({ ratio: 1 })
      await expect(dialog.getByRole('alert')).toContainText(`port ${port}`)
    }
    await page.getByRole('button', { name: 'Un autre programme' }).click()
    await expect(page.locator('input[name="program"]')).toHaveCount(10)
  } finally {
    busy.close()
  }
})
