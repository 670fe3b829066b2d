/**
 * The further programs of the worksheet in the page (questions 2, 3 and 5): clients with a target, turns, the deadlock by
 * its name, one silent client that holds up the others. The other ends are real socats.
 */
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { Run } from '#shared/protocol/model.ts'
import type { Lab } from './lab.ts'
import { Socat } from './socat.ts'
import { expect, test as base, ownHost } from './test.ts'
import { until } from './until.ts'

const test = base.extend<{ terminal: (address: string, args?: readonly string[]) => Socat }>({
  /** Starts a socat with this address, which ends with the test. */

  terminal: async ({}, use) => {
    const all: Socat[] = []
    await use((address, args) => {
      const one = new Socat(address, args)
      all.push(one)
      return one
    })
    await Promise.all(all.map((one) => one.dispose()))
  },
})

/** What stands on the controls, in both languages. */
const WORDS = {
  fr: {
    start: 'Démarrer',
    line: 'Ligne pour le clavier du programme',
    program: 'Programme',
    host: 'Machine',
    folded: /lignes repliées/,
    download: 'Télécharger le programme',
  },
  en: {
    start: 'Start',
    line: 'Line for the program’s keyboard',
    program: 'Program',
    host: 'Machine',
    folded: /lines folded/,
    download: 'Download the program',
  },
}

/** Opens the form of a program from its card on the home page. */
async function openForm(page: Page, card: string) {
  await page.goto('/')
  await page.getByRole('button', { name: card, exact: true }).click()
  return page.getByRole('dialog')
}

/** Types a line on the program's keyboard, and waits until the page has handed it on. */
async function type(page: Page, line: string, words = WORDS.fr): Promise<void> {
  const field = page.getByRole('textbox', { name: words.line })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

const start = (lab: Lab, body: object): Promise<Run> =>
  lab.api<Run>('/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const anyPort = [{ transport: 'tcp', port: 0 }]
const portOf = ({ listeners }: Run): number => listeners[0]?.port ?? 0

/** The line of the listing at which a process stands. */
const current = (page: Page) => page.getByRole('tabpanel').locator('li.here')

test.use({ program: 'none', host: ownHost })

for (const [lang, words] of Object.entries(WORDS)) {
  test(`line-client (${lang}): a real server gets exactly the lines that were typed`, async ({
    openPage,
    terminal,
  }) => {
    const server = terminal('TCP-LISTEN:0,bind=127.0.0.1', ['-t', '0.5'])
    const port = await server.listening()
    const page = await openPage({ locale: lang === 'fr' ? 'fr-FR' : 'en-GB' })
    const form = await openForm(page, lang === 'fr' ? 'Démarrer\u202f: Client de lignes' : 'Start: Line client')
    await form.getByRole('textbox', { name: words.host }).fill('127.0.0.1')
    await form.getByRole('spinbutton', { name: 'Port' }).fill(String(port))
    await form.getByRole('button', { name: words.start, exact: true }).click()
    await page.getByRole('tab', { name: words.program }).click()
    await expect(current(page)).toContainText('while line := next_line(stdin)')

    const listing = page.getByRole('tabpanel').getByRole('list').first()
    await expect(listing).not.toContainText('def next_line')
    await listing.getByRole('button', { name: words.folded }).first().click()
    await expect(listing).toContainText('def next_line')
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: words.download }).click()
    const file = await downloading
    expect(file.suggestedFilename()).toBe('line-client.py')
    expect(await readFile(await file.path(), 'utf8')).toContain(`('127.0.0.1', ${port})`)

    for (const line of ['bonjour', '', 'é <b>gras</b>\t€']) await type(page, line, words)
    await server.hears('€\n')
    expect(server.text).toBe('bonjour\n\né <b>gras</b>\t€\n')
    // The program never reads: what the server answers stays in the kernel, and the page says why.
    server.send('personne ne lira\n')
    await expect(page.getByRole('region', { name: 'Participants' }).getByRole('listitem')).toContainText(
      lang === 'fr' ? 'le programme est à son clavier' : 'the program is at its keyboard',
    )
    // End of file: the program closes, and the server sees FIN.
    await page.getByRole('button', { name: 'Ctrl+D' }).click()
    expect(await server.ended()).toBe(0)
  })
}

test('a target where nobody listens is refused, by its errno name and with what usually causes it', async ({
  lab,
  openPage,
}) => {
  // A port that was free a moment ago.
  const free = await start(lab, { program: 'line-server', listen: anyPort })
  await lab.api(`/runs/${free.id}`, { method: 'DELETE' })
  const page = await openPage()
  const form = await openForm(page, 'Démarrer\u202f: Client de lignes')
  await form.getByRole('spinbutton', { name: 'Port' }).fill(String(portOf(free)))
  await form.getByRole('button', { name: 'Démarrer', exact: true }).click()
  const said = page.getByRole('alert').filter({ hasText: 'ECONNREFUSED' })
  await expect(said).toContainText('aucun programme n’écoute sur ce port')
  await page
    .getByRole('button', { name: 'EN', exact: true })
    .or(page.getByRole('button', { name: 'English' }))
    .click()
  await expect(said).toContainText('no program listens on this port')
})

test('a target that the lab may not dial is refused in the form', async ({ openPage }) => {
  const form = await openForm(await openPage(), 'Démarrer\u202f: Client de lignes')
  await form.getByRole('textbox', { name: 'Machine' }).fill('192.0.2.1')
  await form.getByRole('button', { name: 'Démarrer', exact: true }).click()
  await expect(form.getByRole('alert')).toContainText('192.0.2.1')
})

test('alternating chat with socat: turns are shown, lines wait for theirs, and never two go in a row', async ({
  host,
  lab,
  openPage,
  terminal,
}) => {
  const run = await start(lab, { program: 'alternating-chat', listen: anyPort })
  const page = await openPage()
  await page.goto(`/runs/${run.id}`)
  await page.getByRole('tab', { name: 'Programme' }).click()
  await expect(current(page)).toContainText('bloqué dans accept()')
  const ana = terminal(`TCP:${host}:${portOf(run)}`)
  const name = `:${await ana.connected()}`
  await expect(current(page)).toContainText(`bloqué dans recv(${name})`)
  await expect(page.getByText('L’autre bout n’est pas un programme du labo')).toBeVisible()

  // Out of turn: both lines wait at the keyboard.
  await type(page, 'un')
  await type(page, 'deux')
  const ahead = page.getByRole('list', { name: /tapées? d’avance/ })
  await expect(ahead.getByRole('listitem')).toHaveText(['un', 'deux'])
  await expect(page.getByText('Ce n’est pas son tour')).toBeVisible()
  expect(ana.text).toBe('')

  // A line of the other lets one go, and one only.
  ana.send('A\n')
  await ana.hears('un\n')
  await expect(ahead.getByRole('listitem')).toHaveText(['deux'])
  ana.send('B\nC\n')
  await ana.hears('un\ndeux\n')
  await expect(page.getByText('Le programme attend votre ligne.')).toBeVisible()
  await type(page, 'trois')
  await ana.hears('trois\n')
  expect(ana.text).toBe('un\ndeux\ntrois\n')
  await expect(page.getByRole('log').locator('p')).toHaveText(['A', '›un', 'B', '›deux', 'C', '›trois'])

  const said = (await lab.events(run.id)).filter((event) => event.kind === 'lines')
  expect(said.map(({ participant, text }) => [participant === 0, text])).toEqual([
    [false, 'A\n'],
    [true, 'un\n'],
    [false, 'B\n'],
    [true, 'deux\n'],
    [false, 'C\n'],
    [true, 'trois\n'],
  ])
})

test('both sides played as the sheet says: a line goes over, and the answer comes back', async ({ openPage }) => {
  const client = await openPage()
  const form = await openForm(client, 'Démarrer\u202f: Dialogue alterné')
  await form.getByRole('button', { name: 'Jouer les deux côtés' }).click()
  await client.getByRole('tab', { name: 'Programme' }).click()
  await expect(client.getByText('Le programme attend votre ligne.')).toBeVisible()
  await type(client, 'question')
  await client
    .getByRole('navigation')
    .getByRole('link', { name: /Dialogue alterné :/ })
    .click()
  await expect(client.getByRole('log')).toContainText('question')
  await type(client, 'réponse')
  await client
    .getByRole('navigation')
    .getByRole('link', { name: /Dialogue alterné →/ })
    .click()
  await expect(client.getByRole('log').locator('p')).toHaveText(['›question', 'réponse'])
  await expect(client.getByRole('heading', { name: 'Interblocage' })).toHaveCount(0)
})

test('both sides reading first: the deadlock is named on either page, and ends with one of the runs', async ({
  openPage,
}) => {
  const page = await openPage()
  const form = await openForm(page, 'Démarrer\u202f: Dialogue alterné')
  await form.getByText('Lire', { exact: true }).click()
  await expect(form.getByRole('radio', { name: /^Lire/ })).toBeChecked()
  await form.getByRole('button', { name: 'Jouer les deux côtés' }).click()
  await page.getByRole('tab', { name: 'Programme' }).click()
  const deadlock = page.getByRole('alert', { name: 'Interblocage' })
  await expect(deadlock).toContainText(/Dialogue alterné → \S+ attend Dialogue alterné :\d+, et/)
  await type(page, 'cela n’y change rien')
  await expect(page.getByRole('listitem').filter({ hasText: 'cela n’y change rien' })).toBeVisible()
  await expect(deadlock).toBeVisible()

  await deadlock.getByRole('link').click()
  await expect(deadlock).toContainText(/Dialogue alterné :\d+ attend Dialogue alterné →/)
  await page
    .getByRole('button', { name: 'EN', exact: true })
    .or(page.getByRole('button', { name: 'English' }))
    .click()
  await expect(page.getByRole('alert', { name: 'Deadlock' })).toContainText('Both programs are blocked in recv')
  await page.getByRole('button', { name: 'Stop' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByRole('alert', { name: 'Deadlock' })).toHaveCount(0)
})

test('relay for three in turn: a silent first client holds up the second, and a fourth is never accepted', async ({
  host,
  lab,
  openPage,
  terminal,
}) => {
  const page = await openPage()
  const form = await openForm(page, 'Démarrer\u202f: Relais à nombre connu')
  await form.getByRole('spinbutton', { name: 'Nombre de clients' }).fill('3')
  // The port that the lab proposes comes a moment after the dialog.
  await expect(form.getByRole('spinbutton', { name: 'Port d’écoute' })).not.toHaveValue('')
  await form.getByRole('spinbutton', { name: 'Port d’écoute' }).fill('0')
  await form.getByRole('button', { name: 'Démarrer', exact: true }).click()
  await page.getByRole('tab', { name: 'Programme' }).click()
  await expect(current(page)).toContainText('bloqué dans accept()')

  const address = `TCP:${host}:${portOf(await lab.run())}`
  const join = async (): Promise<[Socat, string]> => {
    const one = terminal(address)
    return [one, `:${await one.connected()}`]
  }
  const [first, firstName] = await join()
  const [second, secondName] = await join()
  const [third] = await join()
  await expect(current(page)).toContainText(`bloqué dans recv(${firstName})`)
  const [fourth, fourthName] = await join()

  second.send('on ne me lit pas\n')
  fourth.send('moi non plus\n')
  const item = (name: string) =>
    page.getByRole('region', { name: 'Participants' }).getByRole('listitem').filter({ hasText: name })
  for (const name of [secondName, fourthName]) {
    await expect(item(name)).toContainText(`attend\u202f: le programme lit ${firstName}`)
  }
  await expect(item(secondName)).toContainText('non lu')
  await expect(item(fourthName)).toContainText('attend accept')
  expect(third.text).toBe('')

  // The first speaks: now the second is read, and the program waits for the third.
  first.send('enfin\n')
  await third.hears('enfin\non ne me lit pas\n')
  await first.hears('on ne me lit pas\n')
  expect(second.text).toBe('enfin\n')
  expect(fourth.text).toBe('')
  const run = await lab.run()
  await until('the journal has both lines', async () => {
    const said = (await lab.events(run.id)).filter((event) => event.kind === 'lines')
    return said.map(({ text }) => text).join('') === 'enfin\non ne me lit pas\n'
  })
  expect((await lab.events(run.id)).filter((event) => event.kind === 'accepted' && event.participant === 4)).toEqual([])
  await expect(item(fourthName)).toContainText('attend accept')
})
