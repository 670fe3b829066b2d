import { Descriptors } from '../admission/descriptors.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Duplex } from 'node:stream'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { X509Certificate } from 'node:crypto'
import { connect } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { identityIn } from './authority.ts'
import { streamSuite } from './stream.suite.ts'
import type { Connection, Refusal } from './port.ts'
import { StreamConnection } from './stream.ts'
import { tlsEndpoint } from './tls.ts'

const folder = mkdtempSync(join(tmpdir(), 'socket-lab-tls-'))
afterAll(() => rm(folder, { recursive: true }))
const identity = identityIn({ folder })
const tls = tlsEndpoint({ descriptors: new Descriptors(1000), identity, handshakeMs: 300 })
const anywhere = { transport: 'tls' as const, host: '127.0.0.1', port: 0 }

// A record of TLS 1.3: header of 5 bytes, the content's type, a tag of 16 bytes (RFC 8446, 5.2).
const traits = { inKernel: (n: number) => n + 22, shared: false }
streamSuite('tls over IPv4', tls, anywhere, traits)
streamSuite('tls over IPv6', tls, { ...anywhere, host: '::1' }, traits)

describe('tls', () => {
  it('names what is wrong with a handshake, and takes others meanwhile', async () => {
    const dropped: [string, Refusal][] = []
    let served = 0
    const listener = await tls.listen(anywhere, {
      connected: (connection) => {
        served++
        connection.reset()
      },
      dropped: (address, why) => dropped.push([address, why]),
    })
    const { port } = listener.bound
    const silent = connectPlain(port, '127.0.0.1').on('error', () => {})
    const plain = connectPlain(port, '127.0.0.1').on('error', () => {})
    plain.write('bonjour\n')
    const wary = spawn('socat', ['STDIO', `OPENSSL:127.0.0.1:${port}`], { stdio: ['pipe', 'ignore', 'ignore'] })
    const http = connectPlain(port, '127.0.0.1').on('error', () => {})
    http.write('GET / HTTP/1.1\r\n\r\n')
    const served1 = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }).on('error', () => {})
    await until(
      'all four refusals',
      () => dropped,
      (all) => all.length === 4,
    )
    expect(served).toBe(1)
    expect(dropped.map(([, why]) => why).sort()).toEqual([
      'certificate-refused',
      'handshake-timeout',
      'not-tls',
      'not-tls',
    ])
    expect(dropped.every(([address]) => /^127\.0\.0\.1:\d+$/.test(address))).toBe(true)
    for (const socket of [silent, plain, http, served1]) socket.destroy()
    wary.kill()
    await listener.close()
  })
})

it('ends a connection over a record that is none, and says so', async () => {
  const accepted = Promise.withResolvers<Connection>()
  const listener = await tls.listen(anywhere, { connected: accepted.resolve, dropped() {} })
  const carrier = connectPlain(listener.bound.port, '127.0.0.1')
  const socket = connect({ socket: carrier, rejectUnauthorized: false }).on('error', () => {})
  await once(socket, 'secureConnect')
  let ended: string | null = null
  const connection = await accepted.promise
  connection.handle({
    read() {},
    ended() {},
    closed: (errno) => (ended = errno ?? 'cleanly'),
    took() {},
    readerDied() {},
  })
  connection.resume()
  carrier.write('bonjour, in plain text\n')
  await until(
    'the end',
    () => ended,
    (errno) => errno !== null,
  )
  expect(ended).toMatch(/^ERR_SSL_/)
  socket.destroy()
  await listener.close()
})

it('lets go of a connection whose TCP connection is not known, where it cannot send RST', async () => {
  const listener = await tls.listen(anywhere, { connected: (connection) => connection.reset(), dropped() {} })
  const { port } = listener.bound
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const closed = once(socket, 'close')
  const nowhere = { host: '', port: 0 }
  const fate = { errno: null, gone: false }
  new StreamConnection({ socket, remote: nowhere, local: nowhere, fate, carrier: null }, 'tls').reset()
  await closed
  await listener.close()
})

it('lets go of a connection that is reset while its close_notify cannot leave', async () => {
  const accepted = Promise.withResolvers<Connection>()
  const listener = await tls.listen(anywhere, { connected: accepted.resolve, dropped() {} })
  const carrier = connectPlain(listener.bound.port, '127.0.0.1').on('error', () => {})
  let stuck = false
  const between = new Duplex({
    read() {},
    write(chunk: Buffer, _, done) {
      if (!stuck) carrier.write(chunk, done)
    },
  })
  carrier.on('data', (chunk) => between.push(chunk))
  const socket = connect({ socket: between, rejectUnauthorized: false }).on('error', () => {})
  await once(socket, 'secureConnect')
  const nowhere = { host: '', port: 0 }
  const fate = { errno: null, gone: false }
  const connection = new StreamConnection({ socket, remote: nowhere, local: nowhere, fate, carrier }, 'tls')
  const closed = Promise.withResolvers<void>()
  connection.handle({ read() {}, ended() {}, closed: () => closed.resolve(), took() {}, readerDied() {} })
  stuck = true
  connection.finish()
  connection.reset()
  await closed.promise
  expect([carrier.destroyed, connection.wasReset]).toEqual([true, false])
  ;(await accepted.promise).reset()
  await listener.close()
})

describe('the authority of the lab', () => {
  it('keeps its files: keys for its user alone, one authority, a certificate for the names of this machine', async () => {
    const [first, second] = await Promise.all([identity(), identity()])
    expect(second).toEqual(first)
    expect(await identityIn({ folder })()).toEqual(first)
    for (const key of ['socket-lab.key', 'socket-lab-ca.key']) {
      expect((await stat(join(folder, key))).mode & 0o777).toBe(0o600)
    }
    expect(await readFile(join(folder, 'socket-lab-ca.crt'), 'utf8')).toBe(first.authority)
    const certificate = new X509Certificate(first.certificate)
    expect(certificate.checkHost('localhost')).toBe('localhost')
    expect(certificate.checkIP('::1')).toBe('::1')
    expect(certificate.ca).toBe(false)
    expect(certificate.verify(new X509Certificate(first.authority).publicKey)).toBe(true)
  })

  it('renews the certificate before it expires and when addresses change, and the authority only near its own end', async () => {
    const own = mkdtempSync(join(tmpdir(), 'socket-lab-tls-'))
    const at = (days: number, names = ['localhost', '127.0.0.1']) =>
      identityIn({ folder: own, now: () => Date.now() + days * 86_400_000, names: () => names })()
    const first = await at(0)
    expect(await at(59)).toEqual(first)
    const moved = await at(0, ['localhost', '127.0.0.1', '192.0.2.7'])
    expect(moved.authority).toBe(first.authority)
    expect(new X509Certificate(moved.certificate).checkIP('192.0.2.7')).toBe('192.0.2.7')
    const later = await at(61, ['localhost'])
    expect(later.authority).toBe(first.authority)
    expect(later.certificate).not.toBe(moved.certificate)
    expect((await at(3300)).authority).not.toBe(first.authority)
    await rm(own, { recursive: true })
  })

  it('says where it cannot keep its files', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await expect(identityIn({ folder: join(file, 'tls') })()).rejects.toMatchObject({
      code: 'tls-failed',
      params: { folder: join(file, 'tls') },
    })
  })
})
