/** What a row says of who asked for what it tells. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { EventKind } from '#shared/protocol/events.ts'
import { i18n } from '../text/index.svelte.ts'
import { explanation } from './explanation.ts'
import { byOf, isBroken, label } from './words.ts'
import { sampleEvent } from './sample.ts'

// The language is written on the document, which there is none of here.
vi.hoisted(() => vi.stubGlobal('document', { documentElement: {} }))
beforeAll(async () => {
  await i18n.use('fr')
  await i18n.want('explain')
})

const by = { page: 3, name: 'ana', address: '10.0.0.7' }
const labelled = (kind: EventKind, more: object) => label(sampleEvent(kind, 1, 0, more))

describe('the label of an end', () => {
  it.each(['finished', 'run-stopped', 'half-closed-too-long', 'idle-timeout'] as const)(
    'says FIN where the close sends it, and not a second time: %s',
    (reason) => {
      expect(labelled('closed', { reason })).toMatch(/^FIN · /)
      expect(labelled('closed', { reason, finSent: true })).not.toContain('FIN')
    },
  )

  it.each(['finished', 'run-stopped', 'half-closed-replaced', 'idle-timeout'] as const)(
    'says RST where the lab reset it, and that it broke: %s',
    (reason) => {
      expect(labelled('closed', { reason, reset: true })).toMatch(/^RST · /)
      expect(isBroken(sampleEvent('closed', 1, 1, { reason, reset: true }))).toBe(true)
      expect(isBroken(sampleEvent('closed', 1, 1, { reason }))).toBe(false)
    },
  )

  it('explains an RST of the lab by no FIN', () => {
    const told = (more: object) =>
      explanation(sampleEvent('closed', 1, 1, { reason: 'run-stopped', ...more }), {
        name: () => 'ana',
        get: () => undefined,
      } as never)
    expect(told({ reset: true })).toBe(i18n.explain.cut)
    expect(told({})).toBe(i18n.explain.closed['run-stopped'])
  })
})

describe('the label of what somebody asked for', () => {
  it.each(['run-started', 'run-stopped', 'listening', 'listener-closed', 'transfer', 'connected'] as const)(
    '%s says who, behind what it says otherwise',
    (kind) => {
      expect(labelled(kind, { by })).toBe(`${labelled(kind, {})} · la page de ana`)
      expect(byOf(sampleEvent(kind, 1, 0))).toBeUndefined()
    },
  )

  it.each(['disconnect', 'stepper', 'command', 'name', 'closed'] as const)(
    '%s says it once, or is said by another',
    (kind) => {
      const said = labelled(kind, { by })
      expect(said.split('la page de ana').length - 1).toBe(kind === 'closed' ? 0 : 1)
      expect(byOf(sampleEvent(kind, 1, 0, { by }))).toEqual(by)
    },
  )

  it('leaves out the page that a participant itself is the newest of', () => {
    expect(labelled('connected', { name: 'ana', by })).toBe(labelled('connected', { name: 'ana' }))
  })

  it('of a call of the API says its address', () => {
    expect(labelled('run-stopped', { by: { address: '10.0.0.7' } })).toMatch(/ · l’API \(10\.0\.0\.7\)$/)
    const removed = labelled('command', { command: 'remove-file', file: 4, by: { address: '10.0.0.7' } })
    expect(removed).toBe('fichier 4 supprimé par l’API (10.0.0.7)')
  })
})
