/** The commands that the page prints for files, by each kind of listener, run by a shell as they stand. */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityIn } from '../server/endpoints/authority.ts'
import { openLab, startRun, type TestRun } from '../server/testing/lab.ts'
import type { Run } from '#shared/protocol/model.ts'
import { CA_FILE, commandOf, waysOf } from '../web/join/commands.ts'

const shell = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'socket-lab-file-commands-'))
const bytes = randomBytes(700_001)
const sha256 = createHash('sha256').update(bytes).digest('hex')
let opened: Awaited<ReturnType<typeof openLab>>

beforeAll(async () => {
  opened = await openLab()
  const identity = await identityIn({ folder: join(tmpdir(), `socket-lab-test-tls-${process.pid}`) })()
  writeFileSync(join(folder, CA_FILE), identity.authority)
})
afterAll(async () => {
  await opened.close()
  await rm(folder, { recursive: true })
})

/** A run with a listener of each kind, and each command for it with what it is. */
async function room(program: 'file-receiver' | 'file-sender'): Promise<{ test: TestRun; commands: string[] }> {
  const test = await startRun(opened.lab, program)
  await opened.lab.openListener(test.run.id, { transport: 'tcp', family: 'v6', port: 0 })
  await opened.lab.openListener(test.run.id, { transport: 'tls', family: 'both', port: 0 })
  const { listeners }: Run = await opened.lab.openListener(test.run.id, {
    transport: 'unix',
    path: join(folder, program),
  })
  const commands = listeners.flatMap((listener) =>
    waysOf(program, listener.transport).map((way) => commandOf(program, way, listener, listener.reachable[0])),
  )
  // TCP by either family, TLS by either, with and without its authority, and unix.
  expect(commands).toHaveLength(7)
  return { test, commands }
}

describe('each command for a file', () => {
  it('sends it whole', async () => {
    const { test, commands } = await room('file-receiver')
    writeFileSync(join(folder, 'f'), bytes)
    for (const [index, command] of commands.entries()) {
      await shell('bash', ['-c', command], { cwd: folder })
      const whole = await test.event('transfer', ({ state, file }) => state === 'whole' && file === index + 1)
      expect(whole, command).toMatchObject({ done: bytes.length, sha256 })
    }
  }, 60_000)

  it('receives it whole, and prints its sum', async () => {
    const { test, commands } = await room('file-sender')
    const upload = opened.lab.files.upload(test.run.id, 'notes', bytes.length)
    await upload.write(Uint8Array.from(bytes))
    await upload.end()
    for (const command of commands) {
      await rm(join(folder, 'f'), { force: true })
      const { stdout } = await shell('bash', ['-c', command], { cwd: folder })
      expect(stdout, command).toBe(`${sha256}  f\n`)
      expect((await readFile(join(folder, 'f'))).equals(bytes)).toBe(true)
    }
  }, 60_000)
})
