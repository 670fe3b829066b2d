/** Several ways into one room: each command that the join card prints for socat, run as it stands. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test('every socat command of the join card gets in, TLS only with the authority', async ({ lab, openPage }) => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-listeners-'))
  const children: ReturnType<typeof spawn>[] = []
  try {
    const { id } = await lab.run()
    for (const listener of [
      { transport: 'tcp', family: 'v6', port: 0 },
      { transport: 'tls', port: 0 },
      { transport: 'unix', path: join(folder, 'room') },
    ]) {
      const response = await fetch(new URL(`/api/runs/${id}/listeners`, lab.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(listener),
      })
      expect(response.status).toBe(201)
    }
    const page = await openPage()
    const room = await RunPage.open(page, lab)
    await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    const card = page.getByRole('dialog')
    const listeners = card.getByRole('combobox', { name: 'Point d’écoute' })
    await expect(listeners.locator('option')).toHaveText([/^TCP /, /^TCP /, /^TLS /, /^unix /])
    const labels = await listeners.locator('option').allTextContents()
    const commands: string[] = []
    for (const label of labels) {
      await listeners.selectOption({ label })
      commands.push(await card.locator('pre').first().innerText())
      if (!label.startsWith('TLS')) continue
      const unverified = spawn('bash', ['-c', `exec ${commands.at(-1)}`], { cwd: folder })
      children.push(unverified)
      const [code] = await new Promise<[number | null]>((done) => unverified.once('exit', (exit) => done([exit])))
      expect(code, 'socat without the file of the authority').not.toBe(0)
      const download = page.waitForEvent('download')
      await card.getByRole('link', { name: /socket-lab-ca\.pem/ }).click()
      await (await download).saveAs(join(folder, 'socket-lab-ca.pem'))
    }
    await page.keyboard.press('Escape')
    await room.join('Ana')
    for (const [index, command] of commands.entries()) {
      const child = spawn('bash', ['-c', `exec ${command}`], { cwd: folder })
      children.push(child)
      let heard = ''
      child.stdout.on('data', (bytes) => (heard += String(bytes)))
      child.stdin.write(`par le point d’écoute ${index}\n`)
      await expect(room.lines(`par le point d’écoute ${index}`)).toHaveCount(1)
      await room.send('Ana', `bienvenue ${index}`)
      await expect.poll(() => heard).toContain(`bienvenue ${index}\n`)
    }
    // Of a unix socket the kernel tells how many connections it has, and no more.
    const strip = page.getByRole('region', { name: 'Noyau' })
    await expect(strip.getByRole('row').filter({ hasText: 'LISTEN' }).filter({ hasText: 'room' })).toHaveCount(1)
    await expect(strip.getByRole('row').filter({ hasText: '1 connexion acceptée' })).toHaveCount(1)
    // The coach knows where each of them leads.
    for (const command of commands) {
      await page.goto(`/coach#cmd=${encodeURIComponent(command)}`)
      const found = page.getByRole('listitem').filter({ hasText: 'Mène à la séance' })
      await expect(found.getByRole('link', { name: /^Relais/ })).toBeVisible()
    }
  } finally {
    for (const child of children) child.kill()
    await rm(folder, { recursive: true, force: true })
  }
})

test('listeners are chosen with a run, opened and closed while it lives, and say who came to the wrong one', async ({
  lab,
  openPage,
}) => {
  const page = await openPage()
  await page.getByRole('button', { name: 'Nouvelle séance' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^Relais Question 6/ }).check({ force: true })
  // The port that the lab proposes comes a moment after the dialog.
  await expect(dialog.getByRole('spinbutton', { name: 'Port d’écoute' })).not.toHaveValue('')
  await dialog.getByRole('spinbutton', { name: 'Port d’écoute' }).fill('0')
  await dialog.getByText('Autres réglages').click()
  await dialog.getByRole('button', { name: 'Ajouter un point d’écoute' }).click()
  await dialog.getByRole('button', { name: 'Démarrer' }).click()
  await expect(page).toHaveURL(/\/runs\/2$/)
  await page.getByRole('tab', { name: 'Tableau' }).click()
  const run = async () => (await lab.runs()).find(({ id }) => id === '2')!
  const [plain, tls] = (await run()).listeners
  expect([plain?.transport, tls?.transport]).toEqual(['tcp', 'tls'])

  const strays = [
    spawn('bash', ['-c', `echo bonjour | socat - TCP:127.0.0.1:${tls?.port}`]),
    spawn('socat', ['-u', `OPENSSL:127.0.0.1:${plain?.port},verify=0`, 'STDOUT']),
  ]
  try {
    const rows = page.getByRole('row')
    await expect(rows.filter({ hasText: /refusé.*ce n’est pas du TLS/ })).toHaveCount(1)
    await expect(rows.filter({ hasText: 'TLS inattendu' })).toHaveCount(1)

    await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    await dialog.getByText('Points d’écoute de la séance').click()
    await dialog.getByRole('combobox', { name: 'Adresses' }).selectOption({ label: 'IPv6' })
    await dialog.getByRole('button', { name: 'Ouvrir le point d’écoute' }).click()
    const close = dialog.getByRole('button', { name: /^Fermer le point d’écoute/ })
    await expect(close).toHaveCount(3)
    const added = (await run()).listeners[2]!
    expect([added.transport, added.host]).toEqual(['tls', '::1'])
    await dialog.getByRole('button', { name: `Fermer le point d’écoute TLS 127.0.0.1:${tls?.port}` }).click()
    await expect(close).toHaveCount(2)
    expect((await run()).listeners.map(({ number }) => number)).toEqual([1, 3])
    const late = spawn('socat', ['-u', `TCP:127.0.0.1:${tls?.port}`, 'STDOUT'])
    strays.push(late)
    const [code] = await new Promise<[number | null]>((done) => late.once('exit', (exit) => done([exit])))
    expect(code, 'nobody listens there now').toBe(1)
  } finally {
    for (const stray of strays) stray.kill()
  }
})
