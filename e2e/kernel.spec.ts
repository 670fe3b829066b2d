/** The kernel strip: what the system's own tables say of a run's sockets, beside the traffic (questions 1 and 5). */
import { platform } from 'node:os'
import type { Locator } from '@playwright/test'
import type { Run } from '#shared/protocol/model.ts'
import { RunPage } from './run-page.ts'
import { Socat } from './socat.ts'
import { expect, test } from './test.ts'

test.skip(platform() !== 'linux', 'other systems have no /proc/net/tcp: the strip says so, and has no rows')

const strip = (room: RunPage): Locator => room.page.getByRole('region', { name: 'Noyau' })
const row = (room: RunPage, ...texts: string[]): Locator =>
  texts.reduce((rows, hasText) => rows.filter({ hasText }), strip(room).getByRole('row'))

/** Texts of a row's cells: state, whose, then the queues or the seconds. */
const cells = (of: Locator): Promise<string[]> =>
  of.getByRole('cell').evaluateAll((all) => all.map((cell) => cell.textContent.trim()))

test.describe('the server of lines', () => {
  test.use({ program: 'line-server' })

  test('leaves what its second client wrote in Recv-Q, until that one’s turn comes', async ({
    lab,
    socat,
    openPage,
  }) => {
    const room = await RunPage.open(await openPage(), lab)
    await expect(row(room, 'LISTEN', `:${lab.port}`)).toContainText(/\d+\/\d+/)
    const first = await socat(['-t', '0.1'])
    const second = await socat(['-t', '0.1'])
    const [one, two] = [await first.connected(), await second.connected()]
    second.send('cinq\n')
    await expect.poll(() => cells(row(room, `:${two}`).first())).toEqual(['ESTAB', `:${two}`, '5', '0'])
    expect(await cells(row(room, `:${one}`).first())).toEqual(['ESTAB', `:${one}`, '0', '0'])
    // The first leaves: its own end closed first, and is the one that waits; the program now reads the second.
    first.endInput()
    await expect.poll(() => cells(row(room, `:${two}`).first())).toEqual(['ESTAB', `:${two}`, '0', '0'])
    await expect(row(room, 'TIME_WAIT', `:${one}`)).toContainText('l’autre bout')
  })

  test('counts the seconds down that its own end stays in TIME_WAIT when it closes first', async ({
    lab,
    socat,
    openPage,
  }) => {
    const room = await RunPage.open(await openPage(), lab)
    const client = await socat(['-t', '0.1'])
    const port = await client.connected()
    await expect(row(room, 'ESTAB', `:${port}`)).toHaveCount(1)
    await lab.api(`/runs/${(await lab.run()).id}`, { method: 'DELETE' })
    const waiting = row(room, 'TIME_WAIT', `:${port}`)
    await expect(waiting).toHaveCount(1)
    await expect(waiting).not.toContainText('l’autre bout')
    const seconds = async () => parseInt((await cells(waiting))[2] ?? '', 10)
    const began = await seconds()
    expect(began).toBeGreaterThan(45)
    expect(began).toBeLessThanOrEqual(60)
    await expect.poll(seconds).toBeLessThanOrEqual(began - 2)
    await expect(row(room, 'LISTEN')).toHaveCount(0)
  })
})

test.describe('the relay that reads its clients in turn', () => {
  test.use({ program: 'none' })

  test('shows what clients write who are not in turn', async ({ lab, openPage }) => {
    const body = JSON.stringify({
      program: 'relay-known',
      options: { count: 2, strategy: 'in-turn' },
      listen: [{ transport: 'tcp', port: 0 }],
    })
    const headers = { 'content-type': 'application/json' }
    const run = await lab.api<Run>('/runs', { method: 'POST', body, headers })
    const room = await RunPage.open(await openPage(), lab)
    const peers: Socat[] = []
    // One after the other: who is accepted first is read first.
    const join = async () => {
      const one = new Socat(`TCP:127.0.0.1:${run.listeners[0]?.port}`)
      peers.push(one)
      return { one, port: await one.connected() }
    }
    try {
      const { one: silent } = await join()
      const { one: talker, port } = await join()
      talker.send('un\n')
      await expect.poll(() => cells(row(room, `:${port}`).first())).toEqual(['ESTAB', `:${port}`, '3', '0'])
      talker.send('deux\n')
      await expect.poll(() => cells(row(room, `:${port}`).first())).toEqual(['ESTAB', `:${port}`, '8', '0'])
      silent.send('enfin\n')
      await expect.poll(() => cells(row(room, `:${port}`).first())).toEqual(['ESTAB', `:${port}`, '0', '0'])
    } finally {
      await Promise.all(peers.map((one) => one.dispose()))
    }
  })
})

test('a web participant has two ends on this machine, and the quiet one is shown when asked for', async ({
  lab,
  openPage,
}) => {
  const room = await RunPage.open(await openPage(), lab)
  await room.join('Ana')
  await expect(row(room, 'ESTAB', 'Ana')).toHaveCount(1)
  await strip(room)
    .getByRole('button', { name: /Montrer 1.autre bout/ })
    .click()
  await expect(row(room, 'ESTAB', 'Ana')).toHaveCount(2)
  await expect(row(room, 'ESTAB', 'que le labo tient pour le navigateur de Ana')).toHaveCount(1)
})
