/** A capture of a run as tshark reads it: no warning, right sums, and the bytes of the journal. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toEvent } from '../../journal/encode.ts'
import { Gathering } from './gathering.fixture.ts'
import type { Recorded } from '../recorded/recorded.ts'
import { recordedScene, written } from './export.fixture.ts'

const there = spawnSync('tshark', ['--version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'socket-lab-capture-'))
const file = join(folder, 'run.pcapng')
const CHECKED = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE']

const tshark = (...args: string[]): string => {
  const { stdout, stderr, status } = spawnSync('tshark', ['-n', '-r', file, ...CHECKED, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, HOME: folder },
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

/** Both directions of a connection, as its "follow stream" shows them. */
function followed(stream: number): { peer: string; program: string } {
  const lines = tshark('-q', '-z', `follow,tcp,raw,${stream}`).split('\n')
  const body = lines
    .slice(lines.findIndex((line) => line.startsWith('Node 1')) + 1)
    .filter((line) => /^\t?[0-9a-f]+$/.test(line))
  const of = (tab: boolean): string =>
    body
      .filter((line) => line.startsWith('\t') === tab)
      .join('')
      .replaceAll('\t', '')
  return { peer: of(false), program: of(true) }
}

describe.skipIf(!there)('a capture', () => {
  let recorded: Recorded
  beforeAll(async () => {
    recorded = await recordedScene()
    writeFileSync(file, await written(recorded, 'pcapng'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is read without a warning but of the reset that there was, and every sum is right', () => {
    const odd = '_ws.expert.severity >= "Warning" || tcp.analysis.flags || _ws.malformed'
    const told = tshark('-Y', odd, '-T', 'fields', '-e', '_ws.expert.message').trim()
    expect(told).toMatch(/^Connection reset \(RST\)$/)
    expect(tshark('-Y', 'tcp.checksum.status == "Bad" || ip.checksum.status == "Bad"')).toBe('')
    expect(tshark('-Y', 'tcp.checksum.status == "Good" && ip.checksum.status == "Good"')).not.toBe('')
  })

  it('says that its headers are made up', () => {
    const text = Buffer.from(spawnSync('capinfos', ['-k', file], { encoding: 'utf8' }).stdout ?? '').toString()
    expect(text).toContain('Headers, acknowledgements and the cuts between segments are made up')
  })

  it('shows each connection under its own addresses, and the bytes that the journal has of it', async () => {
    const ports = tshark(
      '-Y',
      'tcp.flags.syn == 1 && tcp.flags.ack == 0',
      '-T',
      'fields',
      '-e',
      'tcp.srcport',
      '-e',
      'tcp.dstport',
    )
      .trim()
      .split('\n')
    const [listener] = recorded.run.listeners
    const people = [...recorded.people.values()]
    expect(ports).toEqual(people.map(({ name }) => `${name.slice(1)}\t${listener!.port}`))
    for (const [stream, { id }] of people.entries()) {
      const gathering = new Gathering(id)
      for await (const entry of recorded.events()) gathering.add(toEvent(entry))
      expect(followed(stream)).toEqual(gathering.hex)
    }
  })

  it('ends as it ended: FIN by whom, RST by whom', () => {
    const ends = (flag: string) =>
      tshark('-Y', `tcp.flags.${flag} == 1`, '-T', 'fields', '-e', 'tcp.stream', '-e', 'tcp.srcport').trim().split('\n')
    const [ana, bob, cid] = [...recorded.people.values()].map(({ name }) => name.slice(1))
    const port = String(recorded.run.listeners[0]!.port)
    expect(ends('reset')).toEqual([`2\t${cid}`])
    expect(ends('fin')).toEqual(expect.arrayContaining([`1\t${bob}`, `1\t${port}`, `0\t${port}`]))
    expect(ana).toBeDefined()
  })

  it('tells no address where pseudonyms are wanted', async () => {
    writeFileSync(file, await written(recorded, 'pcapng', { names: 'pseudonyms' }))
    const hosts = tshark('-T', 'fields', '-e', 'ip.src', '-e', 'ip.dst')
    expect(hosts).not.toContain('127.0.0.1')
    expect(hosts).toContain('192.0.2.1')
  })
})
