/** Parts of what the page says that are wanted side by side, whichever comes first. */
import { afterEach, expect, it, vi } from 'vitest'
import { i18n } from './index.svelte.ts'
import { PARTS } from './languages.ts'

// The language is written on the document, which there is none of here.
vi.hoisted(() => vi.stubGlobal('document', { documentElement: {} }))

const { fr } = PARTS.hand
afterEach(() => void Object.assign(PARTS.hand, { fr }))

it('keeps a part that comes before one that was wanted earlier', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  await i18n.use('fr')
  let asked = 0
  // The first time it is slow.
  Object.assign(PARTS.hand, { fr: () => (asked++ === 0 ? promise.then(fr) : fr()) })
  const slow = i18n.want('hand')
  await i18n.want('notice')
  expect(i18n.notice.title).not.toBe('')
  resolve()
  await slow
  expect([i18n.hand.raise, i18n.notice.title]).not.toContain('')
})
