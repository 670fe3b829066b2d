/** Files in the page: each command that it prints is run as it stands, and the file comes through byte for byte. */
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import type { Run } from '#shared/protocol/model.ts'
import type { Lab } from './lab.ts'
import { expect, test } from './test.ts'

const shell = promisify(execFile)
test.use({ program: 'none' })

const WORDS = {
  fr: {
    locale: 'fr-FR',
    program: 'Programme',
    files: 'Fichiers',
    whole: 'reçu jusqu’à FIN',
    partial: 'incomplet',
    chooser: 'Fichier à envoyer',
    browse: 'Choisir un fichier',
    sent: 'envoyé en entier',
    cut: 'interrompu',
    remove: 'Supprimer',
    noRoom: /le quota de fichiers du labo n’en laisse que/,
  },
  en: {
    locale: 'en-GB',
    program: 'Program',
    files: 'Files',
    whole: 'received up to FIN',
    partial: 'partial',
    chooser: 'File to send',
    browse: 'Choose a file',
    sent: 'sent whole',
    cut: 'interrupted',
    remove: 'Delete',
    noRoom: /the quota of the lab for files leaves/,
  },
}

const start = (lab: Lab, program: string): Promise<Run> =>
  lab.api<Run>('/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ program, listen: [{ transport: 'tcp', port: 0 }] }),
  })

const printed = async (page: Page): Promise<string> => (await page.locator('.strip code').textContent()) ?? ''

/** Lets a file fall where it is wanted, as the browser tells of it. */
async function drop(target: Locator, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await target.page().evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], fileName))
      return data
    },
    [name, bytes.toString('base64')] as const,
  )
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}

for (const words of Object.values(WORDS)) {
  test(`a file sent by the printed command is kept, hashed and given back (${words.locale})`, async ({
    lab,
    openPage,
  }, info) => {
    const page = await openPage({ locale: words.locale })
    const { id, listeners } = await start(lab, 'file-receiver')
    await page.goto(`/runs/${id}`)
    const command = await printed(page)
    expect(command).toMatch(/^socat -u OPEN:f TCP:127\.0\.0\.1:\d+$/)
    const bytes = randomBytes(2_500_000)
    const cwd = info.outputPath()
    await writeFile(info.outputPath('f'), bytes)
    const { stdout } = await shell('sh', ['-c', `${command} && sha256sum f`], { cwd })

    await page.getByRole('tab', { name: words.program }).click()
    const file = page.getByRole('region', { name: words.files, exact: true }).getByTestId('file')
    await expect(file).toContainText(words.whole)
    await expect(file.locator('code')).toHaveText(stdout.slice(0, 64))
    const [download] = await Promise.all([page.waitForEvent('download'), file.getByRole('link').click()])
    expect((await readFile(await download.path())).equals(bytes)).toBe(true)

    // Without linger its kernel would send FIN for it, and nobody could tell that it was killed.
    const killed = spawn('socat', ['-u', 'STDIN', `TCP:127.0.0.1:${listeners[0]!.port},linger=0`])
    killed.stdin.write('cut off')
    await expect(file.first()).toContainText(/\b7\s/)
    killed.kill('SIGKILL')
    await expect(file.first()).toContainText(words.partial)
    await expect(file).toHaveCount(2)

    await file.first().getByRole('button', { name: words.remove }).click()
    await page.getByRole('dialog').getByRole('button', { name: words.remove, exact: true }).click()
    await expect(file).toHaveCount(1)
    await page.reload()
    await page.getByRole('tab', { name: words.program }).click()
    await expect(file).toHaveCount(1)
  })

  test(`a file dropped on the page goes whole to each client that runs the printed command (${words.locale})`, async ({
    lab,
    openPage,
  }, info) => {
    const page = await openPage({ locale: words.locale })
    const { id, listeners } = await start(lab, 'file-sender')
    await page.goto(`/runs/${id}`)
    const command = await printed(page)
    expect(command).toMatch(/^socat -u TCP:127\.0\.0\.1:\d+ OPEN:f,create,trunc && sha256sum f$/)
    const chooser = page.getByRole('region', { name: words.chooser })
    const bytes = randomBytes(12_000_000)
    await drop(chooser, 'mon <b>fichier</b>.bin', bytes)
    await expect(chooser).toContainText('mon _b_fichier_')
    const shown = await chooser.locator('code').textContent()

    const folders = ['one', 'two'].map((name) => info.outputPath(name))
    const told = await Promise.all(
      folders.map(async (cwd) => {
        await mkdir(cwd)
        return (await shell('sh', ['-c', command], { cwd })).stdout
      }),
    )
    expect(told.map((line) => line.slice(0, 64))).toEqual([shown, shown])
    for (const folder of folders) expect((await readFile(join(folder, 'f'))).equals(bytes)).toBe(true)

    await page.getByRole('tab', { name: words.program }).click()
    const files = page.getByRole('region', { name: words.files, exact: true }).getByTestId('file')
    await expect(files).toHaveCount(2)
    for (const file of await files.all()) {
      await expect(file).toContainText(words.sent)
      await expect(file.locator('code')).toHaveText(shown!)
    }

    // Nobody reads its output: it stops halfway, and is killed there.
    const leaver = spawn('socat', ['-u', `TCP:127.0.0.1:${listeners[0]!.port}`, 'STDOUT'])
    await expect(files).toHaveCount(3)
    leaver.kill('SIGKILL')
    await expect(files.first()).toContainText(words.cut)

    // Another one, by the keyboard's way, for those who come later.
    const input = page.getByLabel(words.browse)
    await input.setInputFiles({ name: 'autre.txt', mimeType: 'text/plain', buffer: Buffer.from('autre\n') })
    await expect(chooser).toContainText('autre.txt')
    expect((await shell('sh', ['-c', command], { cwd: folders[0]! })).stdout).toContain('  f')
    expect(await readFile(join(folders[0]!, 'f'), 'utf8')).toBe('autre\n')
  })

  test(`a file without room is refused in so many words before it travels (${words.locale})`, async ({
    lab,
    openPage,
  }) => {
    const page = await openPage({ locale: words.locale })
    const { id } = await start(lab, 'file-sender')
    await page.goto(`/runs/${id}`)
    await page.route(/\/files$/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...((await response.json()) as object), room: 4 } })
    })
    const chooser = page.getByRole('region', { name: words.chooser })
    await drop(chooser, 'grand.bin', Buffer.alloc(5))
    await expect(chooser.getByRole('alert')).toHaveText(words.noRoom)
    // What is refused by the lab itself, which knows better than what it said before, is told as well.
    await page.unroute(/\/files$/)
    await page.route(/\/upload\?/, (route) =>
      route.fulfill({
        status: 409,
        json: { code: 'file-refused', message: '', params: { name: 'grand.bin', errno: 'EDQUOT' } },
      }),
    )
    await drop(chooser, 'grand.bin', Buffer.alloc(5))
    await expect(chooser.getByRole('alert')).toContainText('EDQUOT')
  })
}

test('the lab dies in the middle of a file: it is there afterwards, marked incomplete', async ({ lab, openPage }) => {
  const { id, listeners } = await start(lab, 'file-receiver')
  const sender = spawn('socat', ['-u', 'STDIN', `TCP:127.0.0.1:${listeners[0]!.port}`])
  sender.stdin.write('the beginning')
  const files = async () => (await lab.api<{ files: { state: string; size: number }[] }>(`/runs/${id}/files`)).files
  await expect.poll(async () => (await files())[0]?.size).toBe(13)
  const gone = once(sender, 'exit')
  await lab.kill()
  sender.stdin.end()
  await gone
  await lab.start()
  expect(await files()).toMatchObject([{ state: 'partial', size: 13 }])
  const page = await openPage()
  await page.goto(`/runs/${id}`)
  await page.getByRole('tab', { name: 'Programme' }).click()
  await expect(page.getByTestId('file')).toContainText('incomplet')
})
