import { describe, expect, it } from 'vitest'
import { LabError, STATUS, toLabError } from './errors.ts'
import { ERROR_CODES } from '#shared/errors/codes.ts'
import { sentenceOf } from '#shared/errors/sentences.ts'

describe('the registry of errors', () => {
  it.each(ERROR_CODES)('%s has a status, and a whole sentence in both languages', (code) => {
    expect(STATUS[code]).toBeGreaterThanOrEqual(400)
    expect(STATUS[code]).toBeLessThan(600)
    const [french, english] = (['fr', 'en'] as const).map((lang) => sentenceOf(lang, code, { limit: 32 }))
    for (const sentence of [french, english]) expect(sentence).toMatch(/^[\p{Lu}\d].*\.$/u)
    expect(french).not.toBe(english)
    expect(french).not.toMatch(/[\w»] ?[:;!?] /) // a narrow no-break space stands before these
  })

  it('fills the sentence, and leaves no hole', () => {
    const error = new LabError('port-in-use', { host: '127.0.0.1', port: 8080, holder: ' (socat, PID 7)' })
    expect(error.message).toBe(
      'Port 8080 of 127.0.0.1 is in use (socat, PID 7): stop that program or choose another port.',
    )
    expect(new LabError('unknown-run').message).not.toContain('{')
  })

  it('keeps what is not its own out of sight', () => {
    const shown = toLabError(new Error('secret path'))
    expect(shown.body()).toMatchObject({ code: 'internal', params: {} })
    expect(shown.message).not.toContain('secret')
    expect(shown.cause).toBeInstanceOf(Error)
  })
})
