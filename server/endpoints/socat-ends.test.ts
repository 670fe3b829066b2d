/**
 * The three ways to end a connection, as the real `socat -d -d` at the other end tells them: a web participant's "half",
 * "close" and "reset" are these calls (`runtime/streams/web-participants.ts`).
 */
import { Descriptors } from '../admission/descriptors.ts'
import { describe, expect, it } from 'vitest'
import { Child } from '../testing/child.ts'
import { until } from '../testing/raw-client.ts'
import type { Connection } from './port.ts'
import { tcpEndpoint } from './tcp.ts'

/** A socat that listens, and a connection to it. What comes from it is kept in `heard`. */
async function connected(): Promise<{ socat: Child; connection: Connection; heard: () => string }> {
  const socat = new Child('socat', ['-d', '-d', '-t', '30', 'STDIO', 'TCP-LISTEN:0,bind=127.0.0.1'])
  await socat.says(' listening on ')
  const port = Number(/ listening on AF=2 127\.0\.0\.1:(\d+)/.exec(socat.err)![1])
  const connection = await tcpEndpoint({ descriptors: new Descriptors(10) }).dial('127.0.0.1', port)
  let heard = ''
  connection.handle({
    read: (chunk) => (heard += Buffer.from(chunk).toString()),
    ended() {},
    closed() {},
    took() {},
    readerDied() {},
  })
  connection.resume()
  await socat.says('starting data transfer loop')
  return { socat, connection, heard: () => heard }
}

describe('socat -d -d tells', () => {
  it('EOF of a half-close, and its own bytes still arrive', async () => {
    const { socat, connection, heard } = await connected()
    connection.send(Buffer.from('salut\n'))
    connection.finish()
    await socat.prints('salut\n')
    await socat.says('is at EOF')
    socat.type('encore\n')
    await until('what socat says', heard, (text) => text === 'encore\n')
    expect(socat.err).not.toMatch(/reset|Broken pipe/)
    connection.close()
  })

  it('EOF of a close, and then that nobody is there', async () => {
    const { socat, connection } = await connected()
    connection.send(Buffer.from('salut\n'))
    connection.close()
    await socat.prints('salut\n')
    await socat.says('is at EOF')
    expect(socat.err).not.toMatch(/reset|Broken pipe/)
    // The first write is answered by RST, the next one fails of it.
    socat.type('encore\n')
    await until(
      'an error of socat',
      () => {
        socat.type('encore\n')
        return socat.err
      },
      (err) => /Broken pipe|Connection reset by peer/.test(err),
    )
  })

  it('of a reset no EOF, but the error', async () => {
    const { socat, connection } = await connected()
    connection.reset()
    await socat.says('Connection reset by peer')
    expect(socat.err.split('Connection reset by peer')[0]).not.toContain('is at EOF')
  })
})
