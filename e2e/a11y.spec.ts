/** axe finds nothing serious: every view, at rest and busy, in both themes, on a projector and on a phone. */
import { get } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { RunPage } from './run-page.ts'
import { expect, test } from './test.ts'

const SIZES = { projector: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } } as const

/** What a dialog fades in from is no colour of the page. */
test.use({ contextOptions: { reducedMotion: 'reduce' } })

const NAMES = 'label-content-name-mismatch'

async function clean(page: Page, state: string): Promise<void> {
  const still = () => page.evaluate(() => document.getAnimations().every(({ playState }) => playState !== 'running'))
  await expect.poll(still, { message: `${state}: nothing moves` }).toBe(true)
  // Legacy: without the page that it would open for the sake of frames, of which there are none here.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    // What is said aloud begins with what is seen (WCAG 2.5.3): axe counts it as an experiment, and has it turned off.
    .options({ rules: { [NAMES]: { enabled: true } } })
    .analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.flatMap(({ html, failureSummary = '' }) =>
        // A row that is chosen from a list is a sentence, which has what is drawn in another order.
        id === NAMES && /^<[^>]+ role="option"/.test(html) ? [] : [`${id}: ${html.slice(0, 160)} ${failureSummary}`],
      ),
    )
  expect.soft(grave, state).toEqual([])
}

/** Pages and dialogs that need no traffic, each as a function that shows it. */
const STATES: Record<string, (page: Page, run: string) => Promise<unknown>> = {
  'page for the projector': async (page, run) => {
    await page.goto(`/runs/${run}/join`)
    await expect(page.getByText('personne encore')).toBeVisible()
  },
  coach: async (page) => {
    await page.goto('/coach')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  },
  nowhere: async (page) => {
    await page.goto('/nowhere')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  },
  'name dialog': async (page, run) => {
    await page.goto(`/runs/${run}`)
    const participants = page.getByRole('button', { name: 'Participants' })
    const actions = page.getByRole('button', { name: /^Actions sur/ }).first()
    await expect(participants.or(actions)).toBeVisible()
    if (await participants.isVisible()) await participants.click()
    await actions.click()
    await clean(page, 'menu of a participant')
    await page
      .getByRole('menuitem', { name: /nom|C’est moi/ })
      .first()
      .click()
    await expect(page.getByRole('dialog').last()).toBeVisible()
  },
  trace: async (page, run) => {
    await page.goto(`/runs/${run}`)
    await page.getByRole('tab', { name: 'Trace' }).click()
    await expect(page.getByRole('grid')).toBeVisible()
  },
  conversation: async (page, run) => {
    await page.goto(`/runs/${run}`)
    await page.getByRole('tab', { name: 'Conversation' }).click()
    await expect(page.getByRole('button', { name: 'Hexa' })).toBeVisible()
  },
  'how to take a run home': async (page, run) => {
    await page.goto(`/runs/${run}`)
    await expect(page.getByRole('tablist')).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Emporter la séance' }).click()
    await expect(page.getByRole('dialog', { name: 'Emporter la séance' })).toBeVisible()
  },
  'list of the keys': async (page) => {
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
  },
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`nothing serious in the ${colorScheme} theme on a ${size}`, async ({ lab, socat, openPage }) => {
      // Ten looks of axe, each of which reads every node of a page.
      test.setTimeout(240_000)
      const page = await openPage({ colorScheme, viewport })
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await clean(page, 'home')
      await page.getByRole('button', { name: 'Nouvelle séance' }).click()
      await expect(page.getByRole('dialog').getByLabel('Port d’écoute')).not.toHaveValue('')
      await clean(page, 'start dialog')
      await page.keyboard.press('Escape')

      await page.goto(`/runs/${(await lab.run()).id}`)
      await expect(page.getByRole('heading', { name: 'Le programme écoute. À vous.' })).toBeVisible()
      await clean(page, 'empty run')

      const room = await RunPage.open(page, lab)
      const bob = await socat()
      const eve = await socat()
      await room.join('Ana')
      bob.send('bonjour à tous\n')
      eve.send('\x1b[31mrouge\x07 et \xff sans fin')
      await room.send('Ana', 'salut')
      eve.interrupt()
      // Told when it came, and again when FIN made a line of it.
      await expect(room.lines('sans fin')).toHaveCount(2)
      await room.lines('bonjour à tous').click()
      const inspector = page.getByRole('region', { name: 'Événement en détail' })
      await expect(inspector.getByRole('heading', { level: 2 })).toBeVisible()
      await clean(page, 'table and inspector')
      await inspector.getByRole('button', { name: 'Fermer le détail' }).click()
      await page.getByRole('tab', { name: 'Échelle' }).click()
      await expect(page.getByRole('option', { name: /bonjour à tous/ })).toBeVisible()
      await clean(page, 'ladder')

      await page.getByRole('button', { name: 'Rejoindre', exact: true }).click()
      await expect(page.getByRole('dialog', { name: 'Rejoindre la séance' })).toBeVisible()
      await clean(page, 'join dialog')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('combobox', { name: 'Commandes' })).toBeVisible()
      await clean(page, 'palette')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Affichage et aide' }).click()
      await clean(page, 'display menu')
      await page.keyboard.press('Escape')
      if (size === 'phone') {
        await page.getByRole('button', { name: 'Participants' }).click()
        await expect(page.getByRole('dialog', { name: 'Participants' })).toBeVisible()
        await clean(page, 'participants sheet')
      }

      await page.goto('/')
      await page.getByRole('button', { name: /: N connus, dont un muet$/ }).click()
      await page
        .getByRole('region', { name: /^Guide/ })
        .getByText('Pourquoi')
        .click()
      await clean(page, 'guide of an experiment')
    })
  }
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test(`nothing serious on the other pages and dialogs, ${colorScheme}, on a ${size}`, async ({
      lab,
      socat,
      openPage,
    }) => {
      test.setTimeout(240_000)
      const page = await openPage({ colorScheme, viewport })
      const { id } = await lab.run()
      for (const [state, show] of Object.entries(STATES)) {
        if (state === 'name dialog') await socat()
        await test.step(state, async () => {
          await show(page, id)
          await clean(page, state)
        })
      }
    })
  }
}

test('nothing serious on the page of a refusal', async ({ lab, page }) => {
  const reply = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = new URL(lab.url)
    get({ host: '127.0.0.1', port, headers: { host: 'elsewhere.example', accept: 'text/html' } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => (body += text))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    }).on('error', reject)
  })
  expect(reply.status).toBe(403)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setContent(reply.body)
    await clean(page, `refusal, ${colorScheme}`)
  }
})
