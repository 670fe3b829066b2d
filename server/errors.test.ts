import { describe, expect, it } from 'vitest'
import { ERRORS, LabError, toLabError } from './errors.ts'
import { ERROR_CODES } from './wire/error-codes.ts'

describe('the registry of errors', () => {
  it.each(ERROR_CODES)('%s has a status and a sentence', (code) => {
    const { status, sentence } = ERRORS[code]
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(sentence).toMatch(/[.]$/)
  })

  it('fills the sentence, and leaves no hole', () => {
    const error = new LabError('port-in-use', { host: '127.0.0.1', port: 8080, holder: ' by socat (process 7)' })
    expect(error.message).toBe(
      'Port 8080 of 127.0.0.1 is in use by socat (process 7): stop that program or choose another port.',
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
