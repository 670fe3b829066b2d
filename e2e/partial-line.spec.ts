/**
 * Bytes that complete no line, the commonest bug of the course: a real socat that sends no line end, one with `printf`, and a
 * raw one that sends CR for Enter. Page in French, with every view that can speak of it.
 */
import { expect, test, ownHost } from './test.ts'
import { RunPage } from './run-page.ts'
import { Socat } from './socat.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { Lab } from './lab.ts'
import { unreadBytes } from './kernel.ts'

test.use({ program: 'none', host: ownHost, viewport: { width: 1440, height: 900 } })

// Whitespace is all the same to a string that is looked for.
const NOT_YET = '9 octets reçus, pas encore de « \\n »'
const start = (lab: Lab, program: string, body: object): Promise<Run> =>
  lab.api<Run>('/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ program, ...body }),
  })
const listen = [{ transport: 'tcp', port: 0 }]

test('a server that answers without a line end: the client that reads says so, and in time', async ({
  host,
  lab,
  openPage,
}) => {
  const server = new Socat(`TCP-LISTEN:0,bind=${host}`)
  try {
    const target = { host, port: await server.listening() }
    const run = await start(lab, 'alternating-chat', { options: { role: 'client', begins: 'reading', target } })
    const room = await RunPage.open(await openPage(), lab)
    const { page } = room
    await expect(room.participant(String(target.port))).toBeVisible()
    server.send('salut-toi')

    await expect(room.lines('salut-toi')).toHaveCount(1)
    await expect(room.participant(String(target.port))).toContainText(NOT_YET)
    await expect(room.lines('salut-toi')).toContainText(NOT_YET)
    await expect(page.getByText('recv a rendu 9 octets de')).toBeVisible()

    await room.lines('salut-toi').click()
    const detail = page.getByRole('region', { name: 'Événement en détail' })
    await expect(detail).toContainText(NOT_YET)
    await expect(detail).toContainText('input() ôte la fin de ligne')
    await expect(detail.getByRole('list', { name: 'recv' }).getByRole('listitem')).toHaveCount(1)

    await page.getByRole('tab', { name: 'Programme', exact: true }).click()
    await expect(page.getByRole('tabpanel').locator('li.here')).toContainText(
      ' : il a 9 octets d’une ligne, pas encore de « \\n »',
    )
    await page.getByRole('tab', { name: 'Échelle' }).click()
    const began = page.getByRole('option', { name: /début de ligne, sans fin\s: salut-toi/ })
    await expect(began).toContainText(NOT_YET)
    await page.getByRole('tab', { name: 'Trace' }).click()
    const calls = page.getByRole('grid', { name: 'Trace des appels système' }).getByRole('row')
    await expect(calls.filter({ hasText: 'salut-toi' })).toContainText('= 9 "salut-toi"  (9 octets d’une ligne')

    // The line ends: nothing is said of it any more, and no read is told twice.
    server.send('\n')
    await expect(room.participant(String(target.port))).not.toContainText('pas encore')
    await expect(calls.filter({ hasText: '= 1 "\\n"' })).toContainText('print(10)')
    await expect(calls.filter({ hasText: '= 9 "salut-toi"' })).toHaveCount(1)
    const told = (await lab.events(run.id)).filter(({ kind }) => kind === 'partial-line' || kind === 'lines')
    expect(told.map(({ kind }) => kind)).toEqual(['partial-line', 'lines'])
  } finally {
    await server.dispose()
  }
})

test('a line client reads nothing: what a server answers stays in the kernel, with or without an end', async ({
  host,
  lab,
  openPage,
}) => {
  const server = new Socat(`TCP-LISTEN:0,bind=${host}`)
  try {
    const target = { host, port: await server.listening() }
    await start(lab, 'line-client', { options: { target } })
    const room = await RunPage.open(await openPage(), lab)
    server.send('salut-toi')
    const kernel = room.page.getByRole('region', { name: 'Noyau' })
    await expect(kernel).toContainText('9')
    await expect(room.participant(String(target.port))).toContainText('le programme est à son clavier')
    await expect(room.participant(String(target.port))).not.toContainText('pas encore')
    expect((await lab.events((await lab.run()).id)).some(({ kind }) => kind === 'partial-line')).toBe(false)
  } finally {
    await server.dispose()
  }
})

test('printf without a line end to the line server: read, so nothing waits in the kernel, until FIN ends it', async ({
  lab,
  socat,
  openPage,
}) => {
  const run = await start(lab, 'line-server', { listen })
  const room = await RunPage.open(await openPage(), lab)
  const ana = await socat()
  const port = await ana.connected()
  ana.send('salut-toi')
  await expect(room.participant(`:${port}`)).toContainText(NOT_YET)
  expect(unreadBytes(run.listeners[0]!.port, port)).toBe(0)
  ana.endInput()
  await expect(room.participant(`:${port}`)).not.toContainText('pas encore')
  await room.page.getByRole('tab', { name: 'Trace' }).click()
  const calls = room.page.getByRole('grid', { name: 'Trace des appels système' }).getByRole('row')
  await expect(calls.filter({ hasText: 'print(9)' })).toContainText('ligne sans fin')
  await expect(calls.filter({ hasText: '= 9 "salut-toi"' })).toHaveCount(1)
  await expect(calls.filter({ hasText: 'print(9)' })).not.toContainText('recv(')
})

test('a raw terminal sends CR for Enter: the page names it, in both languages', async ({ lab, socat, openPage }) => {
  const run = await start(lab, 'relay', { listen })
  const room = await RunPage.open(await openPage(), lab)
  const raw = await socat()
  const port = await raw.connected()
  // What `socat -,raw,echo=0` writes when "allo" and Enter are typed.
  for (const key of 'allo\r') raw.send(key)
  await expect(room.participant(`:${port}`)).toContainText(
    '5 octets reçus, pas encore de « \\n » · finit par CR (\\r), pas par LF',
  )
  expect(unreadBytes(run.listeners[0]!.port, port)).toBe(0)
  const english = room.page.getByRole('button', { name: 'English' })
  await room.page.getByRole('button', { name: 'EN', exact: true }).or(english).click()
  await expect(room.participant(`:${port}`)).toContainText('5 bytes received, no “\\n” yet · ends in CR (\\r), not LF')
  await room.page.getByRole('tab', { name: 'Program', exact: true }).click()
  await expect(room.page.getByText(/recv returned 5\sbytes of :\d+, without/)).toBeVisible()
  raw.send('\n')
  await expect(room.participant(`:${port}`)).not.toContainText('no “\\n” yet')
})
