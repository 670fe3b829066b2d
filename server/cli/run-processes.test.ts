/** `socket-lab run` with programs that fork: their processes are real, and none outlives its program. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { socketLab, type Child } from '../testing/child.ts'
import { hears, RawClient, until } from '../testing/raw-client.ts'

const FREE = ['--port', '0']

describe('duplex-chat', () => {
  /** Process ids of the parent and of the child, from what the program says. */
  async function processes(lab: Child): Promise<[number, number]> {
    await lab.says('two processes share the socket')
    const [, parent, child] = /socket: (\d+) writes, (\d+) reads/.exec(lab.err) ?? []
    return [Number(parent), Number(child)]
  }
  const exists = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }

  it('lets either side speak at any time, and ends when both have finished', async () => {
    const lab = socketLab(['duplex-chat', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    const [parent, child] = await processes(lab)
    expect([exists(parent), exists(child), parent === child]).toEqual([true, true, false])
    lab.type('un\n')
    lab.type('deux\n')
    await hears(peer, 'un\ndeux\n')
    peer.say('trois\n')
    await lab.prints('trois\n')
    lab.endInput()
    await until('FIN', () => peer.ended, Boolean)
    peer.say('quatre\n')
    await lab.prints('trois\nquatre\n')
    peer.finish()
    expect(await lab.exit()).toBe(0)
    await until(
      'no child',
      () => exists(child),
      (is) => !is,
    )
  })

  it('leaves no process behind when it is killed', async () => {
    const lab = socketLab(['duplex-chat', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    const [parent, child] = await processes(lab)
    process.kill(parent, 'SIGKILL')
    await until(
      'the end of both',
      () => [parent, child].filter(exists),
      (left) => left.length === 0,
    )
    await until('the end of the connection', () => peer.closed || peer.ended, Boolean)
    peer.socket.destroy()
  })
})

describe('relay-known with a process for each', () => {
  const isReader = (pid: number): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('reader-child')
    } catch {
      return false
    }
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)('leaves no process behind when it ends by %s', async (signal) => {
    const lab = socketLab(['relay-known', ...FREE, '--count', '4', '--strategy', 'process-each'])
    const port = await lab.port()
    const peers = await Promise.all([1, 2, 3, 4].map(() => RawClient.connect(port)))
    const pids = () => [...lab.err.matchAll(/writes, (\d+) reads/g)].map(([, pid]) => Number(pid))
    await until('four children', pids, (all) => all.length === 4)
    expect(pids().filter(isReader)).toHaveLength(4)
    lab.process.kill(signal)
    await until(
      'no child',
      () => pids().filter(isReader),
      (left) => left.length === 0,
    )
    for (const peer of peers) peer.socket.destroy()
  })

  it('leaves none behind either when it is killed while they start', async () => {
    const lab = socketLab(['relay-known', ...FREE, '--count', '6', '--strategy', 'process-each'])
    const port = await lab.port()
    const peers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => RawClient.connect(port)))
    const readers = () =>
      readFileSync(`/proc/${lab.process.pid}/task/${lab.process.pid}/children`, 'utf8')
        .split(' ')
        .map(Number)
        .filter(isReader)
    const started = await until('the first of them', readers, (some) => some.length > 0)
    lab.process.kill('SIGKILL')
    await until(
      'no child',
      () => started.filter(isReader),
      (left) => left.length === 0,
    )
    for (const peer of peers) peer.socket.destroy()
  })
})
