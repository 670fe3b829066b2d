import { describe, expect, it } from 'vitest'
import { addressOfForm, emptyListener } from './listeners-form.ts'

describe('addressOfForm', () => {
  it('asks for what was filled in, and for no more', () => {
    const listener = emptyListener()
    expect(addressOfForm(listener)).toEqual({ transport: 'tls', port: 0 })
    expect(addressOfForm({ ...listener, transport: 'tcp', family: 'both', port: 8080 })).toEqual({
      transport: 'tcp',
      family: 'both',
      port: 8080,
    })
    expect(addressOfForm({ ...listener, transport: 'unix', path: ' room ' })).toEqual({
      transport: 'unix',
      path: 'room',
    })
  })
})
