import { describe, expect, it } from 'vitest'
import { LabError, toLabError } from './errors.ts'
import { TEXTS } from '../cli/terminal/text/languages.ts'
import { STATUS, type ErrorCode } from '#shared/errors/codes.ts'
import { filled } from '#shared/errors/sentences.ts'

describe('the registry of errors', () => {
  it.each(Object.keys(STATUS) as ErrorCode[])('%s has a status, and a whole sentence in every language', (code) => {
    expect(STATUS[code]).toBeGreaterThanOrEqual(400)
    expect(STATUS[code]).toBeLessThan(600)
    const sentences = Object.values(TEXTS).map(({ errors }) => filled(errors[code], { limit: 32 }))
    for (const sentence of sentences) expect(sentence).toMatch(/^[\p{Lu}\d].*\.$/u)
    expect(new Set(sentences).size).toBe(sentences.length)
    expect(TEXTS.fr.errors[code]).not.toMatch(/[\w»] ?[:;!?] /) // a narrow no-break space stands before these
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
