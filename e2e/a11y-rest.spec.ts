/**
 * axe finds nothing serious in what only some see: the pages of a class, menus, and questions before something ends. In French, in
 * both themes. Counterparts: `a11y.spec.ts`; `scripts/axe-states.test.ts`, which knows what there is to look at.
 */
import type { Page } from '@playwright/test'
import { clean } from './axe.ts'
import type { Lab } from './lab.ts'
import { RunPage } from './run-page.ts'
import { Socat } from './socat.ts'
import { asTeacher } from './teacher.ts'
import { expect, test } from './test.ts'

/** What a dialog fades in from is no colour of the page. */
test.use({ contextOptions: { reducedMotion: 'reduce' } })

const THEMES = ['light', 'dark'] as const
const joinPathOf = ({ output }: Lab): string => /(\/runs\/[\w-]+\/join)$/m.exec(output)![1]!

/** Opens a menu by the name of its button, looks at it, and shuts it. */
async function menu(page: Page, button: string | RegExp, state: string): Promise<void> {
  await page.getByRole('button', { name: button }).first().click()
  await expect(page.getByRole('menu')).toBeVisible()
  await clean(page, state)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
}

for (const colorScheme of THEMES) {
  test(`the menus of a run, its questions, and what is left of it, ${colorScheme}`, async ({ lab, openPage }) => {
    test.setTimeout(240_000)
    const page = await openPage({ colorScheme })
    for (let i = 0; i < 3; i++) {
      const body = JSON.stringify({ program: 'relay', listen: [{ transport: 'tcp', port: 0 }] })
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      const { id } = await lab.api<{ id: string }>('/runs', init)
      await page.goto(`/runs/${id}`)
    }
    const room = new RunPage(page)
    await room.join('Ana')
    await menu(page, 'Toutes les séances en cours, 4', 'list of the runs')
    await menu(page, /^Fin de ligne/, 'menu of the line end')
    await room.message('Ana').fill('deux mots')
    await menu(page, 'Envoyer autrement', 'menu of ways to send')
    await menu(page, 'Connexion de Ana', 'menu of ways to leave')
    await room.send('Ana', 'bonjour')
    await page.getByRole('tab', { name: 'Conversation' }).click()
    await menu(page, 'Copier ou enregistrer', 'menu of a conversation')
    await page.getByRole('button', { name: 'Arrêter', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'Arrêter cette séance' })).toBeVisible()
    await clean(page, 'question before a stop')
    await page.getByRole('dialog').getByRole('button', { name: 'Arrêter', exact: true }).click()
    await expect(page.getByText('Séance arrêtée').first()).toBeVisible()
    await clean(page, 'past run')
    await page.goto('/')
    await expect(page.getByRole('heading', { name: 'Séances passées' })).toBeVisible()
    await clean(page, 'home with past runs')

    await page.getByRole('button', { name: 'Démarrer\u202f: Récepteur de fichiers', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Démarrer', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Récepteur de fichiers' })).toBeAttached()
    const run = (await lab.runs()).find(({ program }) => program === 'file-receiver')!
    const sender = new Socat(`TCP:127.0.0.1:${run.listeners[0]!.port}`, ['-u'])
    await sender.connected()
    sender.send('un fichier')
    sender.endInput()
    await page.getByRole('tab', { name: 'Programme' }).click()
    await page.getByTestId('file').first().getByRole('button', { name: 'Supprimer' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await clean(page, 'question before a file is deleted')
    await sender.dispose()
  })

  test.describe('a class with a code', () => {
    test.use({ args: ['--class', '--pin'], host: '0.0.0.0' })

    test(`access, from both sides, and the page to project, ${colorScheme}`, async ({ lab, openPage }) => {
      const stranger = await openPage({ colorScheme })
      await expect(stranger.getByRole('textbox', { name: 'Code à six chiffres' })).toBeVisible()
      await clean(stranger, 'access by a code')
      const teacher = await openPage({ colorScheme })
      await asTeacher(teacher, lab)
      await teacher.goto(joinPathOf(lab))
      await expect(teacher.getByTestId('pin')).toBeVisible()
      await clean(teacher, 'page to project, with its code')
      await teacher.keyboard.press('v')
      await expect(teacher.getByText('Fermé\u202f: ceux qui étaient là peuvent revenir')).toBeVisible()
      await clean(teacher, 'page to project, locked')
      await stranger.reload()
      await expect(stranger.getByRole('heading', { name: 'Le labo est fermé' })).toBeVisible()
      await clean(stranger, 'access that is locked')
    })
  })

  test.describe('a class', () => {
    test.use({ args: ['--class'] })

    test(`the wall and its questions, hands, messages, ice, and who is shown, ${colorScheme}`, async ({
      lab,
      openPage,
    }) => {
      test.setTimeout(240_000)
      const { id } = await lab.run()
      const [teacher, ana] = [await openPage({ colorScheme }), await openPage({ colorScheme })]
      await asTeacher(teacher, lab)
      await ana.goto(`/runs/${id}`)
      await new RunPage(ana).join('Ana')
      await ana.getByRole('button', { name: 'Lever la main' }).first().click()
      const word = ana.getByRole('dialog', { name: 'Lever la main' })
      await expect(word).toBeVisible()
      await clean(ana, 'dialog of a hand')
      await word.getByRole('button', { name: 'Lever la main' }).click()
      await teacher.goto('/class')
      const tile = teacher.locator('[data-number]', { hasText: 'Ana' })
      await expect(tile).toContainText('main levée')
      await clean(teacher, 'wall with a hand')

      await teacher.keyboard.press('m')
      const message = teacher.getByRole('dialog', { name: 'Message à tous' })
      await message.getByRole('textbox').fill('On passe à la question 6.')
      await clean(teacher, 'dialog of a message')
      await message.getByRole('button', { name: 'Envoyer' }).click()
      await expect(ana.getByText('On passe à la question 6.')).toBeVisible()
      await clean(ana, 'message of the teacher')
      await tile.focus()
      await teacher.keyboard.press('p')
      const asked = ana.getByRole('dialog', { name: /Être à l’écran/ })
      await expect(asked).toBeVisible()
      await clean(ana, 'question before one is shown to all')
      await asked.getByRole('button', { name: 'Montrer', exact: true }).click()
      await expect(ana.getByText('Vous êtes à l’écran.')).toBeVisible()
      await clean(ana, 'line of who is shown to all')
      await teacher.keyboard.press('g')
      await expect(teacher.getByText(/Tout est gelé depuis/)).toBeVisible()
      await clean(teacher, 'wall of ice')
      await expect(ana.getByText(/Gelée depuis/)).toBeVisible()
      await clean(ana, 'frozen run')
      await teacher.keyboard.press('g')
      await teacher.getByRole('button', { name: 'Présences' }).click()
      await expect(teacher.getByRole('menuitem', { name: /Sous pseudonymes/ })).toBeVisible()
      await clean(teacher, 'menu of attendance')
      await teacher.keyboard.press('Escape')
      await teacher.getByRole('button', { name: 'Tout arrêter' }).click()
      await expect(teacher.getByRole('dialog', { name: /^Arrêter/ })).toBeVisible()
      await clean(teacher, 'question before all runs stop')
      await ana.goto('/class')
      await expect(
        ana
          .getByRole('heading', { level: 1 })
          .or(ana.getByRole('heading', { level: 2 }))
          .first(),
      ).toBeVisible()
      await clean(ana, 'wall that is not one’s own')
    })
  })
}
