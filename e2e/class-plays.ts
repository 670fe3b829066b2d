/** What a class does at each row of its sheet, by the name of the guide. Counterpart: `class-sheet.spec.ts`, which walks the rows. */
import { spawnSync } from 'node:child_process'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Lab } from './lab.ts'
import { send, ticked } from './guide.ts'
import type { Socat } from './socat.ts'

export interface Play {
  readonly page: Page
  readonly guide: Locator
  readonly lab: Lab
  readonly host: string
  /** A socat to the only run, unless it is told to go elsewhere. */
  readonly terminal: (args?: readonly string[], address?: string) => Promise<Socat>
}

async function type(page: Page, line: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Ligne pour le clavier du programme' })
  await field.fill(line)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

const done = (guide: Locator, step: string): Promise<void> =>
  expect(
    guide
      .getByRole('listitem')
      .filter({ hasText: step })
      .filter({ hasText: /(fait|vu)$/ }),
  ).toBeVisible()

const endOfFile = (page: Page) => page.getByRole('button', { name: 'Fin de fichier' }).click()

async function stop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Arrêter', exact: true }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Arrêter', exact: true }).click()
}

async function joinAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Ajouter un participant' }).click()
  await page.getByRole('textbox', { name: 'Votre nom' }).fill(name)
  await page.getByRole('button', { name: 'Se connecter' }).click()
}

async function disconnect(page: Page, name: string, how: string): Promise<void> {
  await page.getByRole('button', { name: `Connexion de ${name}` }).click()
  await page.getByRole('menuitem', { name: how }).click()
}

const other = (guide: Locator) => guide.getByRole('link', { name: 'Passer à l’autre programme' }).click()

async function listen(lab: Lab, listener: object): Promise<{ port: number; host: string; path?: string }> {
  const { id } = await lab.run()
  const body = JSON.stringify(listener)
  await lab.api(`/runs/${id}/listeners`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return (await lab.run()).listeners.at(-1)!
}

/** Lets a file fall on the page, as the browser tells of it. */
async function drop(page: Page, size: number): Promise<void> {
  const target = page.getByRole('region', { name: 'Fichier à envoyer' })
  const dataTransfer = await page.evaluateHandle((length) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(length)], 'f'))
    return data
  }, size)
  await target.dispatchEvent('dragover', { dataTransfer })
  await target.dispatchEvent('drop', { dataTransfer })
}

/** Question by question. */
const QUESTIONS: Record<string, (play: Play) => Promise<void>> = {
  'Ouvrir le relais': async ({ terminal }) => (await terminal()).send('bonjour\n'),
  'Deux clients à la fois': async ({ guide, terminal }) => {
    const first = await terminal(['-t', '0.1'])
    await first.connected()
    const second = await terminal()
    await second.connected()
    second.send('moi aussi\n')
    await done(guide, 'Tapez une ligne dans le second')
    first.endInput()
  },
  'Lancer le serveur': async ({ page, guide }) => {
    await stop(page)
    await done(guide, 'TIME_WAIT')
    await guide.getByRole('button', { name: 'Relancer sans l’option' }).click()
    await done(guide, 'Relancez sans l’option')
    await guide.getByRole('button', { name: 'Démarrer tout de suite avec SO_REUSEADDR' }).click()
  },
  'Lancer le client et un serveur': async ({ page, guide }) => {
    await type(page, 'il y a quelqu’un')
    await done(guide, 'Tapez une ligne')
    await other(guide)
    await type(page, 'me voici')
    await done(guide, 'Recv-Q du client')
    await stop(page)
  },
  'Vers un port fermé': async ({ page }) => {
    await expect(page.getByText('ECONNREFUSED').first()).toBeVisible()
  },
  'Chacun son tour': async ({ page, guide }) => {
    await type(page, 'un')
    await type(page, 'deux')
    await done(guide, 'la seconde y attend')
    await other(guide)
    await type(page, 'reçu')
    await other(guide)
  },
  'Tous deux lisent d’abord': async ({ page, guide }) => {
    await done(guide, 'L’interblocage est nommé')
    await type(page, 'rien n’y fait')
    await done(guide, 'Tapez une ligne')
    await stop(page)
  },
  'Tous deux écrivent d’abord': async ({ page, guide }) => {
    await type(page, 'du client')
    await done(guide, 'attend dans Recv-Q')
    await other(guide)
    await type(page, 'du serveur')
    await done(guide, 'Passez à l’autre')
    await type(page, 'encore du serveur')
    await other(guide)
    await type(page, 'encore du client')
  },
  'Deux processus, une socket': async ({ page, guide }) => {
    await done(guide, 'Deux numéros de processus')
    await endOfFile(page)
    await done(guide, 'FIN_WAIT2')
    await other(guide)
    await type(page, 'je parle encore')
    await done(guide, 'elle arrive encore')
    await endOfFile(page)
  },
  'N connus, chacun son tour': async ({ page, guide }) => {
    await send(page, 'ana', 'personne')
    await done(guide, 'Recv-Q de ana')
    await send(page, 'muet', 'enfin')
  },
  'N inconnu': async ({ page, guide }) => {
    for (const [index, name] of ['ana', 'ana', 'bob'].entries()) {
      await send(page, name, `ligne ${index}`)
      await expect(page.getByText(`ligne ${index}`).first()).toBeVisible()
    }
    await done(guide, 'bloqué dans accept()')
    await send(page, 'ana', 'on ne me lit plus')
    await done(guide, 'Recv-Q d’un client')
    await joinAs(page, 'eve')
  },
  'Un processus chacun': async ({ page, guide }) => {
    await send(page, 'bob', 'moi')
    await send(page, 'ana', 'et moi')
    await done(guide, 'Un processus par client')
    await joinAs(page, 'eve')
  },
  'Tenir select': async ({ page, guide }) => {
    await page.getByRole('tab', { name: 'Programme' }).click()
    await page.getByRole('region', { name: 'Réveils de select' }).getByRole('button', { name: 'En pause' }).click()
    await done(guide, 'select est retenu')
    await send(page, 'ana', 'un')
    await send(page, 'bob', 'deux')
    const paused = page.getByRole('status', { name: 'Le programme est en pause' })
    await paused.getByRole('button', { name: 'Servir un réveil' }).click()
    await done(guide, 'un réveil.')
    await done(guide, 'plusieurs sockets prêtes')
    await paused.getByRole('button', { name: 'Reprendre' }).click()
    await page.getByRole('region', { name: 'Participants' }).getByRole('button', { name: /bob/ }).last().click()
    await page.getByRole('menuitem', { name: /RST/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: /RST/ }).click()
  },
  'Relais avec sendall': async ({ page, guide, terminal }) => {
    const deaf = await terminal(['-u'])
    await deaf.connected()
    const yes = await terminal(['-u'])
    await yes.connected()
    yes.send('y\n'.repeat(10_000_000))
    await done(guide, 'bloqué dans sendall')
    await done(guide, 'inonde')
    await send(page, 'ana', 'il y a quelqu’un')
    await done(guide, 'Parlez avec ana')
    yes.interrupt()
    deaf.interrupt()
  },
}

/** Topic by topic of the page on socat. */
const TOPICS: Record<string, (play: Play) => Promise<void>> = {
  TLS: async ({ lab, guide, host, terminal }) => {
    const { port } = await listen(lab, { transport: 'tls', port: 0 })
    await done(guide, 'ouvrez un point d’écoute TLS')
    await terminal(undefined, `OPENSSL:${host}:${port},verify=0`)
    await done(guide, 'Collez sa commande')
    await terminal(undefined, `OPENSSL:${host}:${port}`)
    await done(guide, 'Sans cafile')
    ;(await terminal(undefined, `TCP:${host}:${port}`)).send('bonjour\n')
  },
  'Socket unix': async ({ lab, guide, terminal }) => {
    const { path } = await listen(lab, { transport: 'unix', path: `socket-lab-class-${process.pid}` })
    await done(guide, 'ouvrez un point d’écoute unix')
    await terminal(undefined, `UNIX-CONNECT:${path}`)
  },
  IPv6: async ({ lab, guide, terminal }) => {
    const { port } = await listen(lab, { transport: 'tcp', host: '::1', port: 0 })
    await done(guide, 'ouvrez un point d’écoute IPv6')
    await terminal(undefined, `TCP6:[::1]:${port}`)
    await terminal()
  },
  'Recevoir un fichier': async ({ terminal }) => {
    const one = await terminal(['-u'])
    await one.connected()
    one.send('un fichier\n')
    one.endInput()
  },
  'Envoyer un fichier': async ({ page, guide, terminal }) => {
    await drop(page, 20)
    await done(guide, 'Déposez un fichier')
    await terminal(['-U'])
    await done(guide, 'OPEN:f,create,trunc')
    const sum = page.getByRole('region', { name: 'Fichier à envoyer' }).locator('code')
    const before = await sum.innerText()
    await drop(page, 40_000_000)
    await expect(sum).not.toHaveText(before)
    // Byte by byte: it is far from the end when Ctrl+C comes.
    const slow = await terminal(['-U', '-b', '1'])
    await slow.hears('\0\0\0')
    slow.interrupt()
  },
  Datagrammes: async ({ terminal, guide, lab, host }) => {
    for (const line of ['un\n', 'deux\n']) (await terminal()).send(line)
    await done(guide, 'Dans deux terminaux')
    const { listeners } = await lab.run()
    spawnSync('socat', ['-u', '/dev/null', `UDP:${host}:${listeners[0]?.port},shut-null`])
  },
  'Délai d’inactivité': async ({ guide, terminal }) => {
    await (await terminal()).connected()
    await done(guide, 'compte à rebours')
    await terminal(['-T', '1'])
    await done(guide, 'socat part le premier')
    await expect(ticked(guide, 'À zéro', 'vu')).toBeVisible({ timeout: 20_000 })
  },
  'Les appels système': async ({ page, guide, terminal }) => {
    await terminal()
    await done(guide, 'À côté')
    await page
      .getByRole('group', { name: 'Vos participants' })
      .getByRole('button', { name: 'ana', exact: true })
      .click()
    await page.getByRole('textbox', { name: 'Message de ana' }).fill('bonjour')
    await page.getByRole('button', { name: 'Envoyer autrement' }).click()
    await page.getByRole('menuitem', { name: /Octet par octet/ }).click()
    await done(guide, 'par morceaux')
    await disconnect(page, 'ana', 'Ne plus parler')
    await done(guide, 'ne parlez plus')
    await page
      .getByRole('group', { name: 'Vos participants' })
      .getByRole('button', { name: 'bob', exact: true })
      .click()
    await disconnect(page, 'bob', 'Couper')
  },
}

export const PLAYS: Record<string, (play: Play) => Promise<void>> = { ...QUESTIONS, ...TOPICS }
