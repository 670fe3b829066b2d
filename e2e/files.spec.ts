/** Files in the page: the command that it prints is run as it stands, and the file comes back byte for byte. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { connect } from 'node:net'
import type { Run } from '../server/wire/model.ts'
import { expect, test } from './test.ts'

const run = promisify(execFile)
test.use({ scenario: 'none' })

for (const { locale, words } of [
  { locale: 'fr-FR', words: { program: 'Programme', files: 'Fichiers', whole: 'entier', partial: 'incomplet' } },
  { locale: 'en-GB', words: { program: 'Program', files: 'Files', whole: 'whole', partial: 'partial' } },
]) {
  test(`a file sent by the printed command is whole, hashed and given back (${locale})`, async ({
    lab,
    visitor,
  }, info) => {
    const page = await visitor({ locale })
    const { id, doors } = await lab.api<Run>('/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scenario: 'file-receiver', listen: [{ transport: 'tcp', port: 0 }] }),
    })
    await page.goto(`/runs/${id}`)
    const command = (await page.locator('.strip code').textContent()) ?? ''
    expect(command).toMatch(/^socat -u OPEN:f TCP:127\.0\.0\.1:\d+$/)
    const bytes = randomBytes(2_500_000)
    const cwd = info.outputPath()
    await writeFile(info.outputPath('f'), bytes)
    await run('sh', ['-c', command], { cwd })

    await page.getByRole('tab', { name: words.program }).click()
    const file = page.getByRole('region', { name: words.files }).getByTestId('file')
    await expect(file).toContainText(words.whole)
    await expect(file.locator('code')).toHaveText(createHash('sha256').update(bytes).digest('hex'))
    const [download] = await Promise.all([page.waitForEvent('download'), file.getByRole('link').click()])
    expect((await readFile(await download.path())).equals(bytes)).toBe(true)

    const socket = connect(doors[0]!.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write('cut off')
    await expect(file.first()).toContainText('7')
    socket.resetAndDestroy()
    await expect(file.first()).toContainText(words.partial)
  })
}
