/**
 * UDP with the real socat, in both directions: every command that the page prints runs as it stands, boundaries are kept from
 * the empty datagram to the longest one, and what is lost is counted as the system counts it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { EventOf } from '#shared/protocol/events.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { expect, test as base } from './test.ts'
import { bound, freePort, Shell, udpRow } from './udp.ts'

const test = base.extend<{ folder: string; shell: (command: string) => Shell }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'socket-lab-udp-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  /** Runs a command, which ends with the test. */
  shell: async ({ folder }, use) => {
    const all: Shell[] = []
    await use((command) => {
      const one = new Shell(command, folder)
      all.push(one)
      return one
    })
    await Promise.all(all.map((one) => one.end()))
  },
})
test.use({ program: 'none' })

const start = (lab: Lab, body: object): Promise<Run> =>
  lab.api<Run>('/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const LONGEST = 65_507
/** Bytes that show where one is missing or doubled. */
const pattern = (size: number): Buffer => Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251))

async function datagrams(lab: Lab, run: string): Promise<{ from: number; bytes: Buffer }[]> {
  const events = await lab.events(run)
  return events
    .filter((event): event is EventOf<'datagram'> => event.kind === 'datagram')
    .map(({ participant, bytes }) => ({ from: participant, bytes: Buffer.from(bytes, 'base64') }))
}

/** The command in the card behind a tab of it. */
async function printed(page: Page, tab: string): Promise<string> {
  const card = page.getByRole('dialog')
  await card.getByRole('tab', { name: tab, exact: true }).click()
  return card.locator('pre').first().innerText()
}

async function type(page: Page, line: string, name = 'Ligne pour le clavier du programme'): Promise<void> {
  const field = page.getByRole('textbox', { name })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

for (const [family, host, udp] of [
  ['v4', '127.0.0.1', 'UDP'],
  ['v6', '[::1]', 'UDP6'],
] as const) {
  test(`a receiver shows each datagram of socat whole, and answers the last sender (${family})`, async ({
    lab,
    openPage,
    folder,
    shell,
  }) => {
    const run = await start(lab, { program: 'udp-receiver', listen: [{ transport: 'udp', family, port: 0 }] })
    const port = run.listeners[0]!.port
    const page = await openPage()
    const room = await RunPage.open(page, lab)
    await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    const interactive = await printed(page, 'socat')
    const file = await printed(page, 'socat OPEN')
    // Brackets are signs to some shells.
    const quote = family === 'v6' ? "'" : ''
    expect(interactive).toBe(`socat STDIO ${quote}${udp}:${host}:${port}${quote}`)
    expect(file).toBe(`socat -u -b 65507 OPEN:data.bin ${quote}${udp}-SENDTO:${host}:${port}${quote}`)
    await page.keyboard.press('Escape')

    const first = shell(interactive)
    first.type('bonjour\n')
    await expect(room.lines('bonjour')).toHaveCount(1)
    await type(page, 'salut')
    await expect.poll(() => first.printed.toString()).toBe('salut\n')

    // The longest datagram, then what is left of the file.
    const bytes = pattern(LONGEST + 3)
    await writeFile(join(folder, 'data.bin'), bytes)
    expect(await shell(file).ended()).toBe(0)
    await expect.poll(async () => (await datagrams(lab, run.id)).length).toBe(4)
    // At the end of its input socat sends the empty datagram (socat(1), shut-null).
    expect(await shell(`socat -u OPEN:/dev/null ${udp}:${host}:${port},shut-null`).ended()).toBe(0)
    await expect(room.lines('datagramme vide')).toHaveCount(1)
    const kept = (await datagrams(lab, run.id)).map((one) => one.bytes)
    expect(kept.map(({ length }) => length)).toEqual([8, 6, LONGEST, 3, 0])
    expect(Buffer.concat([kept[2]!, kept[3]!]).equals(bytes)).toBe(true)

    // The last who wrote is not the first any more: only it is answered.
    const last = shell(interactive)
    last.type('encore\n')
    await expect(room.lines('encore')).toHaveCount(1)
    await type(page, 'au dernier')
    await expect.poll(() => last.printed.toString()).toBe('au dernier\n')
    expect(first.printed.toString()).toBe('salut\n')
  })

  test(`what a sender sends reaches each receiver that its card prints, the longest datagram too (${family})`, async ({
    lab,
    openPage,
    folder,
    shell,
  }) => {
    const six = family === 'v6'
    const port = await freePort()
    const run = await start(lab, {
      program: 'udp-sender',
      options: { target: { host: six ? '::1' : '127.0.0.1', port } },
    })
    const page = await openPage({ locale: six ? 'en-GB' : 'fr-FR' })
    const line = six ? 'Line for the program’s keyboard' : undefined
    await page.goto(`/runs/${run.id}`)
    await page.getByRole('button', { name: six ? 'Join' : 'Rejoindre', exact: true }).click()
    const [recv, fork, answers] = [
      await printed(page, 'UDP-RECV'),
      await printed(page, 'UDP-RECVFROM'),
      await printed(page, 'UDP-LISTEN'),
    ]
    expect([recv, fork, answers]).toEqual([
      `socat -u ${udp}-RECV:${port} STDOUT`,
      `socat -u ${udp}-RECVFROM:${port},fork STDOUT`,
      `socat STDIO ${udp}-LISTEN:${port}`,
    ])
    await page.keyboard.press('Escape')

    for (const command of [recv, fork]) {
      const receiver = shell(command)
      await bound(port, six)
      await type(page, 'un', line)
      await type(page, 'deux', line)
      // Each has a process of its own with fork: nothing promises which prints first.
      await expect.poll(() => receiver.printed.toString().split('\n').sort().join()).toBe(',deux,un')
      await receiver.end()
      await expect.poll(() => udpRow(port, six)).toBeUndefined()
    }
    const trap = shell(fork.replace(',fork', ''))
    await bound(port, six)
    await type(page, 'le seul', line)
    expect(await trap.ended()).toBe(0)
    expect(trap.printed.toString()).toBe('le seul\n')

    const partner = shell(answers)
    await bound(port, six)
    await type(page, 'question', line)
    await expect.poll(() => partner.printed.toString()).toBe('question\n')
    partner.type('réponse\n')
    await expect.poll(async () => (await datagrams(lab, run.id)).at(-1)?.bytes.toString()).toBe('réponse\n')
    await partner.end()
    await lab.api(`/runs/${run.id}`, { method: 'DELETE' })

    // A file of the page, in the longest blocks: Ctrl+D sends what is left, and ends the program.
    const bytes = pattern(2 * LONGEST + 11)
    await writeFile(join(folder, 'photo.bin'), bytes)
    const blocks = await start(lab, {
      program: 'udp-sender',
      options: { target: { host: six ? '::1' : '127.0.0.1', port }, cut: 'blocks', size: LONGEST },
    })
    await page.goto(`/runs/${blocks.id}`)
    await page.getByRole('button', { name: six ? 'Join' : 'Rejoindre', exact: true }).click()
    const receiver = shell(await printed(page, 'UDP-RECV'))
    await page.keyboard.press('Escape')
    await bound(port, six)
    await page.locator('input[type=file]').setInputFiles(join(folder, 'photo.bin'))
    await expect(page.getByText(six ? /wait for a block of/ : /attendent un bloc de/)).toBeVisible()
    await page.getByRole('button', { name: six ? /Ctrl\+D/ : /Ctrl\+D/ }).click()
    await expect.poll(() => receiver.printed.length).toBe(bytes.length)
    expect(receiver.printed.equals(bytes)).toBe(true)
    expect((await datagrams(lab, blocks.id)).map((one) => one.bytes.length)).toEqual([LONGEST, LONGEST, 11])
  })
}

test('an empty line is an empty datagram where its end does not count, and one of the browser is one too', async ({
  lab,
  openPage,
}) => {
  const receiver = await start(lab, {
    program: 'udp-receiver',
    options: { lineEnd: false },
    listen: [{ transport: 'udp', port: 0 }],
  })
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  await room.join('Ana')
  await page.getByRole('button', { name: /^Fin de ligne/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /aucune/ }).click()
  await room.message('Ana').press('Enter')
  await expect(room.lines('datagramme vide')).toHaveCount(1)
  await page.getByRole('button', { name: 'Clavier du programme' }).click()
  await page.getByRole('textbox', { name: 'Ligne pour le clavier du programme' }).press('Enter')
  await expect(room.lines('datagramme vide')).toHaveCount(2)
  const all = await datagrams(lab, receiver.id)
  expect(all.map(({ from, bytes }) => [from, bytes.length])).toEqual([
    [1, 0],
    [0, 0],
  ])
  await page.getByRole('button', { name: 'Ana', exact: true }).click()
  await room.message('Ana').fill('x'.repeat(40_000))
  await room.message('Ana').press('Enter')
  await expect(page.getByRole('alert')).toContainText('en un datagramme')
  expect(await datagrams(lab, receiver.id)).toHaveLength(2)
})

test('nobody at the target: the answer of ICMP is told by its errno, and the program goes on', async ({
  lab,
  openPage,
}) => {
  const page = await openPage()
  await page.getByRole('button', { name: /Démarrer.*Émetteur UDP/ }).click()
  const form = page.getByRole('dialog')
  const port = await freePort()
  await form.getByRole('textbox', { name: 'Machine' }).fill('127.0.0.1')
  await form.getByRole('spinbutton', { name: 'Port' }).fill(String(port))
  await form.getByRole('checkbox', { name: /^connect avant/ }).check()
  await form.getByRole('button', { name: 'Démarrer', exact: true }).click()
  await expect(form).toBeHidden()
  const room = await RunPage.open(page, lab)
  await type(page, 'perdu')
  await expect(room.lines(`personne n’écoute à 127.0.0.1:${port} · ECONNREFUSED`)).toHaveCount(1)
  await room.lines('ECONNREFUSED').first().click()
  await expect(page.getByRole('region', { name: 'Événement en détail' })).toContainText('ICMP')
  await type(page, 'toujours là')
  await expect(room.lines('toujours là')).toHaveCount(1)
  expect((await lab.run()).state).toBe('running')
})

test('what the kernel drops is counted in the strip and in the events as in /proc/net/udp', async ({
  lab,
  openPage,
  folder,
  shell,
}) => {
  test.skip(platform() !== 'linux', 'no other system counts it for everybody to read')
  const run = await start(lab, {
    program: 'udp-receiver',
    options: { receiveBuffer: 4096 },
    listen: [{ transport: 'udp', port: 0 }],
  })
  const port = run.listeners[0]!.port
  const page = await openPage()
  const room = await RunPage.open(page, lab)
  const sent = 2000
  await writeFile(join(folder, 'flood.bin'), pattern(sent * 1000))
  expect(await shell(`socat -u -b 1000 OPEN:flood.bin UDP-SENDTO:127.0.0.1:${port}`).ended()).toBe(0)
  const count = async () => {
    const events = await lab.events(run.id)
    const dropped = events.filter((event) => event.kind === 'kernel-drops')
    return {
      received: events.filter(({ kind }) => kind === 'datagram').length,
      lost: dropped.reduce((sum, one) => sum + one.count, 0),
      total: dropped.at(-1)?.total ?? 0,
    }
  }
  await expect.poll(async () => ((sum) => sum.received + sum.lost)(await count())).toBe(sent)
  const { lost, total } = await count()
  const system = udpRow(port, false)
  expect(lost).toBeGreaterThan(0)
  expect({ lost, total, recvQ: system?.recvQ }).toEqual({ lost: system?.drops, total: system?.drops, recvQ: 0 })
  const words = `${system?.drops.toLocaleString('fr-FR')} datagramme`
  await expect(page.getByRole('region', { name: 'Noyau' })).toContainText(words)
  await expect(page.getByRole('region', { name: 'Noyau' })).toContainText('UNCONN')
  await expect(room.lines(/perdus? dans le noyau/).first()).toBeVisible()
})
