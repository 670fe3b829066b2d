/**
 * The duties of a transport whose connections a process of its own can read. Counterparts: `stream.suite.ts`, which has it run;
 * `shared-reading.ts`.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { until } from '../testing/raw-client.ts'
import { connected, dial, disconnected, End, receiveQueue } from './ends.fixture.ts'
import type { BindAddress, Connection, Endpoint, OpenListener } from './port.ts'

/** @param inKernel bytes that `n` bytes take in the kernel's queue; null where its tables do not tell */
export function sharedReadingSuite(
  name: string,
  endpoint: Endpoint,
  address: BindAddress,
  inKernel: ((n: number) => number) | null,
): void {
  describe(`${name} is read by a process of its own`, () => {
    let listener: OpenListener
    let server: End
    let client: End
    beforeEach(async () => {
      ;({ listener, server, client } = await connected(endpoint, address))
    })
    afterEach(() => disconnected({ listener, server, client }))

    it('lets a process of its own read, while this one writes', async () => {
      client.connection.send(Buffer.from('early '))
      const pid = await server.connection.readInChild()
      expect(pid).not.toBe(process.pid)
      // Not told to read yet, it leaves everything in the kernel, as any process does that is not in recv.
      client.connection.send(Buffer.from('late'))
      if (inKernel) {
        await until(
          'bytes in the kernel',
          () => receiveQueue(server.connection),
          (size) => size === inKernel(10),
        )
      }
      expect(server.told).toEqual([])
      server.connection.resume()
      await until(
        'both, by the child',
        () => server.heard.toString(),
        (text) => text === 'early late',
      )
      server.connection.send(Buffer.from('answer'))
      client.connection.resume()
      await until(
        'the answer',
        () => client.heard.toString(),
        (text) => text === 'answer',
      )
      client.connection.finish()
      await until('FIN, seen by the child', () => server.told.includes('ended'), Boolean)
      server.connection.send(Buffer.from(' more'))
      await until(
        'what comes after',
        () => client.heard.toString(),
        (text) => text === 'answer more',
      )
      await until(
        'the end of the child',
        () => isRunning(pid),
        (running) => !running,
      )
      server.connection.close()
      await until('the close', () => client.told.includes('ended'), Boolean)
    })

    it('leaves no process behind when it closes first, and says when the process dies', async () => {
      const pid = await server.connection.readInChild()
      server.connection.close()
      await until(
        'the end of the child',
        () => isRunning(pid),
        (running) => !running,
      )
      const other = await client.connection.readInChild()
      process.kill(other, 'SIGKILL')
      await until(
        'a word',
        () => client.told,
        (told) => told.includes('reader died: SIGKILL'),
      )
    })

    it('leaves none behind that is stopped, and so never learns that it is to end', async () => {
      const pid = await server.connection.readInChild()
      process.kill(pid, 'SIGSTOP')
      server.connection.reset()
      await until(
        'its end',
        () => isRunning(pid),
        (running) => !running,
      )
    })

    it('starts several such processes at once, and none for a connection that has gone meanwhile', async () => {
      const near: Connection[] = []
      const elsewhere = address.transport === 'unix' ? { ...address, path: `${address.path}-crowd` } : address
      const crowd = await endpoint.listen(elsewhere, { connected: (one) => near.push(one), dropped() {} })
      const far = await Promise.all(Array.from({ length: 10 }, async () => new End(await dial(endpoint, crowd.bound))))
      const readers = far.map(({ connection }) => connection.readInChild())
      // The last one still waits for its turn to have a process started.
      far.at(-1)!.connection.reset()
      const told = await Promise.allSettled(readers)
      expect(told.map(({ status }) => status)).toEqual([...Array<string>(9).fill('fulfilled'), 'rejected'])
      const pids = told.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      expect(new Set(pids).size).toBe(9)
      for (const { connection } of far) connection.reset()
      for (const one of near) one.reset()
      await until(
        'no child',
        () => pids.filter(isRunning),
        (left) => left.length === 0,
      )
      await crowd.close()
    })
  })
}

/** Whether a process exists (POSIX kill with signal 0). */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
