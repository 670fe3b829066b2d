import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { descriptorLimit } from './descriptors.ts'
import { holderOf } from './port-holder.ts'

describe.skipIf(!existsSync('/proc/net/tcp'))('the system’s own tables', () => {
  it('name the process that holds a port, and nobody for a free one', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(holderOf(port)).toContain(`PID ${process.pid}`)
    server.close()
    await once(server, 'close')
    expect(holderOf(port)).toBe('')
  })

  it('tell how many descriptors there are', () => {
    expect(descriptorLimit()).toBeGreaterThan(100)
  })
})
