/**
 * A large file through the lab, by socat, in either direction: how fast, and how much memory the lab takes for it. The
 * commands are those that the page prints. Memory is the lab's own, its threads included, read every 10 ms while bytes move.
 * Counterparts: `server/runtime/transfers/incoming.ts`, `server/runtime/transfers/outgoing.ts`. Throws when a file does not come out as it went in.
 */
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { open } from 'node:fs/promises'
import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { which } from '../scripts/terminal.mjs'
import type { FileList, FileView } from '#shared/protocol/transfers.ts'
import type { Run } from '#shared/protocol/model.ts'
import { start } from './children.ts'
import { startLab, type LabPeer } from './peers.ts'
import { cpuSeconds, memory } from './generator/proc.ts'
import { digits, table, whole } from './report.ts'
import { scratch } from './scratch.ts'

const MIB = 2 ** 20
const SAMPLE_MS = 10

export interface FilePassage {
  readonly title: string
  readonly bytes: number
  readonly seconds: number
  /** Resident MiB before the first byte, and at most while bytes moved; null where the system does not tell. */
  readonly before: number | null
  readonly peak: number | null
  readonly cpu: number | null
}

/** Null, with a word, where there is no socat or sha256sum. */
export async function filesReport(bytes: number): Promise<{ passages: FilePassage[]; table: string } | null> {
  if (which('socat') === null || which('sha256sum') === null) {
    process.stderr.write('The files are left out: they need socat and sha256sum.\n')
    return null
  }
  const folder = scratch()
  try {
    await makeFile(join(folder.path, 'f'), bytes)
    const sum = await shell('sha256sum f', folder.path)
    const passages = [...(await receive(bytes, sum, folder.path)), ...(await send(bytes, sum, folder.path))]
    return { passages, table: passageTable(passages) }
  } finally {
    folder.remove()
  }
}

async function receive(bytes: number, sum: string, cwd: string): Promise<FilePassage[]> {
  const lab = await startLab()
  try {
    const { id, port } = await startRun(lab, 'file-receiver')
    const passage = await measured(lab, 'received from socat', bytes, async () => {
      await shell(`socat -u OPEN:f TCP:127.0.0.1:${port}`, cwd)
      require(await ended(lab, id, 'in'), sum)
    })
    return [passage]
  } finally {
    await lab.stop()
  }
}

async function send(bytes: number, sum: string, cwd: string): Promise<FilePassage[]> {
  const lab = await startLab()
  try {
    const { id, port } = await startRun(lab, 'file-sender')
    const given = await measured(lab, 'given by the page', bytes, async () => {
      const headers = { 'content-type': 'application/octet-stream' }
      const init = { method: 'PUT', headers, body: await openAsBlob(join(cwd, 'f')) }
      const response = await fetch(`${lab.url}/api/runs/${id}/upload?name=f`, init)
      if (response.status !== 201) throw new Error(`the lab did not take the file: ${await response.text()}`)
      require((await response.json()) as FileView, sum)
    })
    const sent = await measured(lab, 'sent to socat', bytes, async () => {
      await shell(`socat -u TCP:127.0.0.1:${port} OPEN:out,create,trunc`, cwd)
      require(await ended(lab, id, 'out'), sum)
    })
    if ((await shell('sha256sum out', cwd)).slice(0, 64) !== sum.slice(0, 64)) throw new Error('socat got other bytes')
    return [given, sent]
  } finally {
    await lab.stop()
  }
}

async function measured(lab: LabPeer, title: string, bytes: number, act: () => Promise<void>): Promise<FilePassage> {
  const [before, cpu] = [memory(lab.pid, 'VmRSS'), cpuSeconds(lab.pid)]
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak ?? 0, memory(lab.pid, 'VmRSS') ?? 0) || null), SAMPLE_MS)
  const began = performance.now()
  await act().finally(() => clearInterval(timer))
  const seconds = (performance.now() - began) / 1000
  const used = cpuSeconds(lab.pid)
  return { title, bytes, seconds, before, peak, cpu: cpu === null || used === null ? null : used - cpu }
}

async function startRun(lab: LabPeer, program: string): Promise<{ id: string; port: number }> {
  const response = await fetch(`${lab.url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ program, listen: [{ transport: 'tcp', port: 0 }] }),
  })
  const { id, listeners } = (await response.json()) as Run
  return { id, port: listeners[0]!.port }
}

/** Waits until the lab says that the file which went this way has ended. */
async function ended(lab: LabPeer, run: string, direction: FileView['direction']): Promise<FileView> {
  for (;;) {
    const response = await fetch(`${lab.url}/api/runs/${run}/files`)
    const { files } = (await response.json()) as FileList
    const file = files.find((one) => one.direction === direction && one.endedAt !== null)
    if (file) return file
    await delay(SAMPLE_MS)
  }
}

function require({ state, sha256, errno }: FileView, sum: string): void {
  if (state !== 'whole' || sha256 !== sum.slice(0, 64)) {
    throw new Error(`the file is ${state} (${errno ?? sha256}), and should be ${sum}`)
  }
}

/** Incompressible bytes: nothing on the way can make them fewer. */
async function makeFile(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w')
  const block = Buffer.alloc(Math.min(bytes, 8 * MIB))
  for (let left = bytes; left > 0; left -= block.length) {
    await file.write(randomFillSync(block), 0, Math.min(left, block.length))
  }
  await file.close()
}

/** What a command printed. Rejects when it failed. */
async function shell(command: string, cwd: string): Promise<string> {
  const child = start('sh', ['-c', `exec ${command}`], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout!.on('data', (part: Buffer) => (text += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${command}: exit code ${code}`)
  return text
}

const passageTable = (passages: readonly FilePassage[]): string =>
  table(
    ['file', 'MiB', 'seconds', 'MiB/s', 'RSS before', 'RSS at most', 'CPU s'],
    passages.map(({ title, bytes, seconds, before, peak, cpu }) => [
      title,
      whole(bytes / MIB),
      digits(seconds),
      whole(bytes / MIB / seconds),
      whole(before),
      whole(peak),
      digits(cpu),
    ]),
    1,
  )
