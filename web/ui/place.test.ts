import { describe, expect, it } from 'vitest'
import type { Door } from '#shared/protocol/model.ts'
import { doorTag } from './place.ts'

describe('the tag of a door', () => {
  const door = (transport: Door['transport'], host: string, port: number, path?: string): Door => ({
    number: 1,
    transport,
    host,
    port,
    reachable: [],
    ...(path !== undefined && { path }),
  })
  const tcp = door('tcp', '127.0.0.1', 8080)

  it('is the transport where that is enough', () => {
    const doors = [tcp, door('tls', '127.0.0.1', 8443), door('unix', '', 0, '/tmp/room')]
    expect(doors.map((one) => doorTag(one, doors))).toEqual(['tcp', 'tls', 'unix'])
  })

  it('says the family, the port or the file where doors are alike', () => {
    const families = [tcp, door('tcp', '::1', 8080)]
    expect(families.map((one) => doorTag(one, families))).toEqual(['tcp v4', 'tcp v6'])
    const ports = [tcp, door('tcp', '127.0.0.1', 8081)]
    expect(ports.map((one) => doorTag(one, ports))).toEqual(['tcp :8080', 'tcp :8081'])
    const files = [door('unix', '', 0, '/tmp/room'), door('unix', '', 0, '/tmp/hall')]
    expect(files.map((one) => doorTag(one, files))).toEqual(['unix room', 'unix hall'])
  })
})
