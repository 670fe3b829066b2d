import { describe, expect, it } from 'vitest'
import { addressOfForm, emptyDoor } from './doors-form.ts'

describe('addressOfForm', () => {
  it('asks for what was filled in, and for no more', () => {
    const door = emptyDoor()
    expect(addressOfForm(door)).toEqual({ transport: 'tls', port: 0 })
    expect(addressOfForm({ ...door, transport: 'tcp', family: 'both', port: 8080 })).toEqual({
      transport: 'tcp',
      family: 'both',
      port: 8080,
    })
    expect(addressOfForm({ ...door, transport: 'unix', path: ' room ' })).toEqual({ transport: 'unix', path: 'room' })
  })
})
