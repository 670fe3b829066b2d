/**
 * The experiments: each is set up by one click on its card, and its guide ticks what has really happened. The kernel's rows
 * and the refusals are the system's own (questions 1, 3 and 5).
 */
import { platform } from 'node:os'
import type { Page } from '@playwright/test'
import { begin, pending, row, send, ticked } from './guide.ts'
import { Socat } from './socat.ts'
import { expect, ownHost, test } from './test.ts'

test.use({ program: 'none', host: ownHost })
test.skip(platform() !== 'linux', 'other systems have no /proc/net/tcp, from which steps are ticked and ports refused')

async function type(page: Page, line: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Ligne pour le clavier du programme' })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

/** Stops the run on screen, with those who are connected. */
async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Arrêter', exact: true }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Arrêter', exact: true }).click()
}

test('a restart on the same port is refused without reuse-address, with its seconds, and works at once with it', async ({
  lab,
  openPage,
}) => {
  const page = await openPage()
  const guide = await begin(page, 'Relancer sur le même port')
  await expect(page).toHaveURL(/\/runs\/\w+\?experiment=restart$/)
  await expect(pending(guide)).toHaveCount(4)
  const [port] = (await lab.run()).listeners.map((listener) => listener.port)

  await stop(page)
  await expect(ticked(guide, 'Arrêtez le serveur', 'fait')).toBeVisible()
  await expect(row(page, 'TIME_WAIT', 'client')).toHaveCount(1)
  await expect(row(page, 'TIME_WAIT', 'client')).not.toContainText('l’autre bout')
  await expect(ticked(guide, 'TIME_WAIT', 'vu')).toBeVisible()

  await guide.getByRole('button', { name: 'Relancer sans l’option' }).click()
  await expect(guide.getByRole('alert')).toContainText(`Sans SO_REUSEADDR, le port ${port} est refusé`)
  const timer = guide.getByRole('timer')
  const seconds = async () => parseInt(await timer.innerText(), 10)
  const began = await seconds()
  expect(began).toBeGreaterThan(30)
  expect(began).toBeLessThanOrEqual(60)
  await expect.poll(seconds).toBeLessThan(began)
  await expect(ticked(guide, 'Relancez sans l’option', 'fait')).toBeVisible()
  // The kernel decides, and it is not over.
  await guide.getByRole('button', { name: 'Réessayer' }).click()
  await expect(guide.getByRole('alert')).toBeVisible()
  expect((await lab.runs()).filter((run) => run.state === 'running')).toEqual([])

  await guide.getByRole('button', { name: 'Démarrer tout de suite avec SO_REUSEADDR' }).click()
  await expect(ticked(guide, 'Relancez avec', 'fait')).toBeVisible()
  await expect(pending(guide)).toHaveCount(0)
  expect((await lab.run()).listeners.map((listener) => listener.port)).toEqual([port])
  await expect(row(page, 'LISTEN', `:${port}`)).toHaveCount(1)
  // Whoever had this address and port in the last minute has left rows there as well.
  await expect(row(page, 'TIME_WAIT').first()).toBeVisible()
  // What was seen outlives the page.
  await page.reload()
  await expect(guide).toBeVisible()
  await expect(pending(guide)).toHaveCount(0)
  await guide.getByRole('button', { name: 'Fermer le guide' }).click()
  await expect(guide).toHaveCount(0)
  await expect(page).toHaveURL(/\/runs\/\w+$/)
})

test('a socat leaves TIME_WAIT on the server’s side as well, and the start dialog counts it down', async ({
  lab,
  openPage,
  socat,
}) => {
  const page = await openPage()
  await begin(page, 'Relancer sur le même port')
  const [port] = (await lab.run()).listeners.map((listener) => listener.port)
  await page.getByRole('button', { name: 'Connexion de client' }).click()
  await page.getByRole('menuitem', { name: 'Partir' }).click()
  await expect.poll(async () => (await lab.run()).present).toBe(0)
  // At the end of what it hears it soon leaves, as it does at a terminal.
  const near = await (await socat(['-t', '0.1'])).connected()
  await expect(row(page, 'ESTAB', `:${near}`)).toHaveCount(1)
  await stop(page)
  await expect(row(page, 'TIME_WAIT', `:${near}`)).toHaveCount(1)
  await expect(row(page, 'TIME_WAIT', `:${near}`)).not.toContainText('l’autre bout')

  await page.goto('/')
  await page.getByRole('button', { name: 'Démarrer\u202f: Serveur de lignes', exact: true }).click()
  const form = page.getByRole('dialog')
  // The port that the lab proposes comes a moment after the dialog.
  await expect(form.getByRole('spinbutton', { name: 'Port d’écoute' })).not.toHaveValue('')
  await form.getByRole('spinbutton', { name: 'Port d’écoute' }).fill(String(port))
  await form.getByText('Autres réglages').click()
  await form.getByRole('checkbox', { name: /SO_REUSEADDR/ }).uncheck()
  await form.getByRole('button', { name: 'Démarrer', exact: true }).click()
  await expect(form.getByRole('timer')).toContainText(/\d+\ss avant que le noyau/)
  await form.getByRole('button', { name: 'Démarrer tout de suite avec SO_REUSEADDR' }).click()
  await expect(form).toHaveCount(0)
  expect((await lab.run()).listeners.map((listener) => listener.port)).toEqual([port])

  // The lab itself goes on refusing it to whoever asks without.
  await lab.api(`/runs/${(await lab.run()).id}`, { method: 'DELETE' })
  const bare = { program: 'line-server', options: { reuseAddress: false }, listen: [{ transport: 'tcp', port }] }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(bare) }
  await expect(lab.api('/runs', init)).rejects.toThrow('port-in-time-wait')
})

test('a run without reuse-address that is restarted from its own button is told the seconds', async ({
  lab,
  openPage,
  host,
}) => {
  const bare = { program: 'line-server', options: { reuseAddress: false }, listen: [{ transport: 'tcp', port: 0 }] }
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(bare) }
  const { id, listeners } = await lab.api<{ id: string; listeners: { port: number }[] }>('/runs', init)
  const port = listeners[0]?.port ?? 0
  const terminal = new Socat(`TCP:${host}:${port}`, ['-t', '0.1'])
  try {
    await terminal.connected()
    const page = await openPage()
    await page.goto(`/runs/${id}`)
    await expect(row(page, 'ESTAB')).toHaveCount(1)
    await page.getByRole('button', { name: 'Relancer', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Relancer', exact: true }).click()
    const told = page.getByRole('dialog', { name: 'Le port n’est pas encore libre' })
    await expect(told.getByRole('timer')).toContainText(/\d+\ss avant que le noyau/)
    await told.getByRole('button', { name: 'Démarrer tout de suite avec SO_REUSEADDR' }).click()
    await expect(told).toHaveCount(0)
    await expect(row(page, 'LISTEN', `:${port}`)).toHaveCount(1)
    expect((await lab.run()).options).toMatchObject({ reuseAddress: true })
  } finally {
    await terminal.dispose()
  }
})

test('both read first: one click names the deadlock, and the end of one ends the other', async ({ lab, openPage }) => {
  const page = await openPage()
  const guide = await begin(page, 'Tous deux lisent d’abord')
  const deadlock = page.getByRole('alert', { name: 'Interblocage' })
  await expect(deadlock).toBeVisible()
  await expect(ticked(guide, 'L’interblocage est nommé', 'vu')).toBeVisible()
  await type(page, 'rien n’y fait')
  await expect(ticked(guide, 'Tapez une ligne', 'fait')).toBeVisible()
  // The guide follows to the other side, and what was seen here is seen there.
  await guide.getByRole('link', { name: 'Passer à l’autre programme' }).click()
  await expect(deadlock).toBeVisible()
  await expect(ticked(guide, 'Tapez une ligne', 'fait')).toBeVisible()
  await stop(page)
  await expect(ticked(guide, 'Arrêtez l’un des deux', 'fait')).toBeVisible()
  await expect(ticked(guide, 'L’autre lit alors la fin de fichier', 'vu')).toBeVisible()
  expect((await lab.runs()).filter((run) => run.state === 'running')).toEqual([])
})

test('both write first: the first lines cross', async ({ lab, openPage }) => {
  const page = await openPage()
  const guide = await begin(page, 'Tous deux écrivent d’abord')
  await type(page, 'du client')
  await expect(ticked(guide, 'Tapez une ligne', 'fait')).toBeVisible()
  await expect(ticked(guide, 'attend dans Recv-Q', 'vu')).toBeVisible()
  await guide.getByRole('link', { name: 'Passer à l’autre programme' }).click()
  await type(page, 'du serveur')
  await expect(ticked(guide, 'Passez à l’autre', 'fait')).toBeVisible()
  // Each said its own before it read the other's.
  const texts = async () =>
    Promise.all(
      (await lab.runs()).map(async ({ id }) =>
        (await lab.events(id))
          .filter(({ kind }) => kind === 'lines')
          .map(({ participant, text }) => [participant === 0, text]),
      ),
    )
  const client = [
    [true, 'du client\n'],
    [false, 'du serveur\n'],
  ]
  const server = [
    [true, 'du serveur\n'],
    [false, 'du client\n'],
  ]
  await expect.poll(texts).toEqual([client, server])
  await expect(page.getByRole('alert', { name: 'Interblocage' })).toHaveCount(0)
})

test('one silent client of N: what another says stays in Recv-Q until the silent one speaks', async ({ openPage }) => {
  const page = await openPage()
  const guide = await begin(page, 'N connus, dont un muet')
  await expect(ticked(guide, 'bloqué dans recv(muet)', 'vu')).toBeVisible()
  await send(page, 'ana', 'personne\u2009?')
  await expect(row(page, 'ESTAB', 'ana', /ana\s*[1-9]\d*\s*0/)).toHaveCount(1)
  await expect(ticked(guide, 'Recv-Q de ana', 'vu')).toBeVisible()
  await expect(ticked(guide, 'Parlez avec muet', 'fait')).toHaveCount(0)
  await page.reload()
  await expect(ticked(guide, 'Recv-Q de ana', 'vu')).toBeVisible()
  await send(page, 'muet', 'enfin')
  await expect(ticked(guide, 'Parlez avec muet', 'fait')).toBeVisible()
  await expect(row(page, 'ESTAB', 'ana', /ana\s*[1-9]\d*\s*0/)).toHaveCount(0)
  await expect(pending(guide)).toHaveCount(0)
})

test('N unknown: stuck in accept while bytes wait, until a newcomer lets it go on', async ({ openPage }) => {
  const page = await openPage()
  const guide = await begin(page, 'N inconnu\u202f: bloqué dans accept')
  const participants = page.getByRole('region', { name: 'Participants' })
  for (const [index, name] of ['ana', 'ana', 'bob'].entries()) {
    await send(page, name, `ligne ${index}`)
    await expect(page.getByText(`ligne ${index}`).first()).toBeVisible()
  }
  await expect(ticked(guide, 'bloqué dans accept()', 'vu')).toBeVisible()
  await send(page, 'ana', 'on ne me lit plus')
  await expect(row(page, 'ESTAB', 'ana', /ana\s*[1-9]\d*\s*0/)).toHaveCount(1)
  await expect(ticked(guide, 'Recv-Q d’un client', 'vu')).toBeVisible()
  await page.getByRole('button', { name: 'Ajouter un participant' }).click()
  await page.getByRole('textbox', { name: 'Votre nom' }).fill('eve')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(ticked(guide, 'Ajoutez un participant', 'fait')).toBeVisible()
  await expect(participants.getByRole('listitem').filter({ hasText: 'eve' })).toBeVisible()
  await expect(row(page, 'ESTAB', 'ana', /ana\s*[1-9]\d*\s*0/)).toHaveCount(0)
  await expect(pending(guide)).toHaveCount(0)
})

test('in English, from the palette: the guide speaks of the participants by their names', async ({ openPage }) => {
  const page = await openPage({ locale: 'en-GB' })
  await expect(page.getByRole('heading', { name: 'Experiments' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('silent')
  await page.getByRole('option', { name: 'Start the experiment: N known, one of them silent' }).click()
  const guide = page.getByRole('region', { name: 'Guide: N known, one of them silent' })
  await expect(ticked(guide, 'blocked in recv(silent)', 'seen')).toBeVisible()
  const chosen = page.getByRole('button', { name: 'ana', exact: true })
  await chosen.click()
  await page
    .getByRole('textbox', { name: 'Message from ana' })
    .or(page.getByRole('textbox', { name: /ana/ }))
    .first()
    .fill('hello')
  await page.keyboard.press('Enter')
  await expect(ticked(guide, 'ana’s Recv-Q', 'seen')).toBeVisible()
  await guide.getByText('Why', { exact: true }).click()
  await expect(guide).toContainText('As long as silent is silent')
})
