/** What axe finds on a page: nothing serious, whatever is shown. Counterparts: `a11y.spec.ts`, `a11y-rest.spec.ts`. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

const NAMES = 'label-content-name-mismatch'

/** @param state what is shown, for the report of a failure, which does not end the test */
export async function clean(page: Page, state: string): Promise<void> {
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
