/** Several ways into one room: each command that the join card prints for socat, run as it stands. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

test('every socat command of the join card gets in, TLS only with the authority', async ({ lab, visitor }) => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-doors-'))
  const children: ReturnType<typeof spawn>[] = []
  try {
    const { id } = await lab.run()
    for (const door of [
      { transport: 'tcp', family: 'v6', port: 0 },
      { transport: 'tls', port: 0 },
      { transport: 'unix', path: join(folder, 'room') },
    ]) {
      const response = await fetch(new URL(`/api/runs/${id}/doors`, lab.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(door),
      })
      expect(response.status).toBe(201)
    }
    const page = await visitor()
    const room = await RunPage.open(page, lab)
    await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    const card = page.getByRole('dialog')
    const doors = card.getByRole('combobox', { name: 'Porte' })
    await expect(doors.locator('option')).toHaveText([/^TCP /, /^TCP /, /^TLS /, /^unix /])
    const labels = await doors.locator('option').allTextContents()
    const commands: string[] = []
    for (const label of labels) {
      await doors.selectOption({ label })
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
      child.stdin.write(`par la porte ${index}\n`)
      await expect(room.lines(`par la porte ${index}`)).toHaveCount(1)
      await room.say('Ana', `bienvenue ${index}`)
      await expect.poll(() => heard).toContain(`bienvenue ${index}\n`)
    }
  } finally {
    for (const child of children) child.kill()
    await rm(folder, { recursive: true, force: true })
  }
})
