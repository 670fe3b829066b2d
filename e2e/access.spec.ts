/** A lab with a code: who comes in, who stays in, and what the teacher does about it. In French. */
import type { Page } from '@playwright/test'
import { create } from 'qrcode'
import type { Lab } from './lab.ts'
import { teacherLink } from './teacher.ts'
import { expect, test } from './test.ts'

// On every address, so that the join page has a QR code.
test.use({ args: ['--class', '--pin'], host: '0.0.0.0' })

const runPath = (lab: Lab): string => /(\/runs\/[\w-]+)\/join$/m.exec(lab.output)![1]!
/** The newest code of the console. */
const codeOf = (lab: Lab): string => [...lab.output.matchAll(/^ +code +(\d{3}) (\d{3})$/gm)].at(-1)!.slice(1).join('')
const wrongOf = (lab: Lab): string => (codeOf(lab) === '000000' ? '000001' : '000000')
const field = (page: Page) => page.getByRole('textbox', { name: 'Code à six chiffres' })
const listening = (page: Page) => page.getByRole('textbox', { name: 'Votre nom' })

async function teacherAtJoinPage(lab: Lab, page: Page): Promise<void> {
  await page.goto(teacherLink(lab))
  await expect(page.getByTestId('role')).toHaveText('Professeur')
  await page.goto(`${lab.url}${runPath(lab)}/join`)
  await expect(page.getByTestId('pin')).toBeVisible()
}

test('a newcomer is asked for the code and gets nothing of the lab before; a wrong one is refused, the right one opens', async ({
  lab,
  openPage,
}) => {
  const page = await openPage()
  const heard: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))))
  await page.goto(`${lab.url}${runPath(lab)}`)
  await expect(field(page)).toBeVisible()
  const run = runPath(lab).slice('/runs/'.length)
  expect((await page.request.get(`${lab.url}/api/runs/${run}/events`)).status()).toBe(403)
  await field(page).fill(wrongOf(lab))
  await expect(page.getByText('Ce n’est pas, ou plus, le code')).toBeVisible()
  await expect(field(page)).toHaveValue('')
  expect(heard).toEqual([])
  // As it is projected, in two groups.
  await field(page).fill(codeOf(lab).replace(/^.../, '$& '))
  await expect(listening(page)).toBeVisible()
  await page.reload()
  await expect(listening(page)).toBeVisible()
  await lab.stop()
  await lab.restart()
  await page.reload()
  await expect(page.getByTestId('role')).toHaveText('Étudiant')
  await expect(field(page)).toBeHidden()
})

test('the link of the QR code opens by itself, and the code leaves the address', async ({ lab, openPage }) => {
  const page = await openPage()
  await page.goto(`${lab.url}${runPath(lab)}#pin=${codeOf(lab)}`)
  await expect(listening(page)).toBeVisible()
  expect(page.url()).not.toContain('pin')
})

test('the QR code of the join page is such a link', async ({ lab, openPage }) => {
  const page = await openPage()
  await teacherAtJoinPage(lab, page)
  const link = `${lab.url}${runPath(lab)}#pin=${codeOf(lab)}`
  const { modules } = create(link, { errorCorrectionLevel: 'M' })
  const dark = Array.from(modules.data).flatMap((on, i) =>
    on ? [[i % modules.size, Math.floor(i / modules.size)]] : [],
  )
  const drawn = await page.locator('svg[role=img] path').getAttribute('d')
  expect([...drawn!.matchAll(/M(\d+) (\d+)/g)].map(([, x, y]) => [Number(x), Number(y)])).toEqual(dark)
})

test('a new code, at a key, leaves those in who are in; the console tells it', async ({ lab, openPage }) => {
  const [teacher, ana, bob] = [await openPage(), await openPage(), await openPage()]
  await ana.goto(`${lab.url}${runPath(lab)}#pin=${codeOf(lab)}`)
  await teacherAtJoinPage(lab, teacher)
  const before = codeOf(lab)
  await teacher.keyboard.press('n')
  await expect.poll(() => codeOf(lab)).not.toBe(before)
  await expect(teacher.getByTestId('pin')).toHaveText(codeOf(lab).replace(/^.../, '$& '))
  await ana.reload()
  await expect(listening(ana)).toBeVisible()
  await bob.goto(`${lab.url}${runPath(lab)}#pin=${before}`)
  await expect(bob.getByText('Ce n’est pas, ou plus, le code')).toBeVisible()
  await field(bob).fill(codeOf(lab))
  await expect(listening(bob)).toBeVisible()
  // Nobody but the teacher is told it, or has the keys.
  await bob.goto(`${lab.url}${runPath(lab)}/join`)
  await expect(bob.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(bob.getByTestId('pin')).toBeHidden()
  await expect(bob.getByRole('button', { name: 'Verrouiller V', exact: true })).toBeHidden()
})

test('a locked lab keeps newcomers outside, and lets those come back who were in', async ({ lab, openPage }) => {
  const [teacher, ana, bob] = [await openPage(), await openPage(), await openPage()]
  await ana.goto(`${lab.url}${runPath(lab)}#pin=${codeOf(lab)}`)
  await expect(listening(ana)).toBeVisible()
  await teacherAtJoinPage(lab, teacher)
  await teacher.keyboard.press('v')
  await expect(teacher.getByText('Fermé : ceux qui étaient là peuvent revenir')).toBeVisible()
  await bob.goto(`${lab.url}${runPath(lab)}#pin=${codeOf(lab)}`)
  await expect(bob.getByRole('heading', { name: 'Le labo est fermé' })).toBeVisible()
  await ana.reload()
  await expect(listening(ana)).toBeVisible()
  await teacher.getByRole('button', { name: 'Déverrouiller' }).click()
  await expect(teacher.getByRole('button', { name: 'Verrouiller V', exact: true })).toBeVisible()
  await bob.getByRole('button', { name: 'Réessayer' }).click()
  await field(bob).fill(codeOf(lab))
  await expect(listening(bob)).toBeVisible()
})

test('a terminal is asked for no code, and a name is chosen once for the browser', async ({ lab, openPage, socat }) => {
  const page = await openPage()
  await page.goto(`${lab.url}${runPath(lab)}#pin=${codeOf(lab)}`)
  await listening(page).fill('ana')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  const terminal = await socat()
  terminal.send('bonjour\n')
  await expect(page.getByText('bonjour').first()).toBeVisible()
  const later = await page.context().newPage()
  await page.close()
  await later.goto(`${lab.url}${runPath(lab)}`)
  await expect(listening(later)).toHaveValue('ana')
})
