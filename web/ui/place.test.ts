import { describe, expect, it } from 'vitest'
import type { Listener } from '#shared/protocol/model.ts'
import { listenerTag } from './place.ts'

describe('the tag of a listener', () => {
  const listener = (transport: Listener['transport'], host: string, port: number, path?: string): Listener => ({
    number: 1,
    transport,
    host,
    port,
    reachable: [],
    ...(path !== undefined && { path }),
  })
  const tcp = listener('tcp', '127.0.0.1', 8080)

  it('is the transport where that is enough', () => {
    const listeners = [tcp, listener('tls', '127.0.0.1', 8443), listener('unix', '', 0, '/tmp/room')]
    expect(listeners.map((one) => listenerTag(one, listeners))).toEqual(['tcp', 'tls', 'unix'])
  })

  it('says the family, the port or the file where listeners are alike', () => {
    const families = [tcp, listener('tcp', '::1', 8080)]
    expect(families.map((one) => listenerTag(one, families))).toEqual(['tcp v4', 'tcp v6'])
    const ports = [tcp, listener('tcp', '127.0.0.1', 8081)]
    expect(ports.map((one) => listenerTag(one, ports))).toEqual(['tcp :8080', 'tcp :8081'])
    const files = [listener('unix', '', 0, '/tmp/room'), listener('unix', '', 0, '/tmp/hall')]
    expect(files.map((one) => listenerTag(one, files))).toEqual(['unix room', 'unix hall'])
  })
})
