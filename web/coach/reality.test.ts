/**
 * The coach's verdicts against the real socat: what it calls an error is refused, what it calls right or a trap starts.
 * Only addresses are exchanged for ones that exist here: the sheet's hosts for loopback, fixed ports for free ones.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RIGHT, SHEET, TRAPS, type Case } from './cases.fixture.ts'
import { WRONG } from './wrong-cases.fixture.ts'
import { coach } from './coach.ts'
import { apply } from './command/model.ts'

const version = spawnSync('socat', ['-V'], { encoding: 'utf8' }).stdout ?? ''
const PATIENCE_MS = 10_000
/** What `-d -d` says when socat has begun: it waits for somebody, or moves bytes. */
const BEGUN = /listening on |receiving on |starting data transfer loop/

let server: Server
let folder: string
const guests = new Set<Socket>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coach-'))
  server = createServer((socket) => {
    guests.add(socket.on('error', () => undefined).resume())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(async () => {
  for (const guest of guests) guest.destroy()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

/** A port that nobody holds. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function here(command: string): Promise<string> {
  const there = String((server.address() as AddressInfo).port)
  const [a, b] = [await freePort(), await freePort()]
  return command
    .replace(/192\.168\.0\.1:(80|6789)\b/g, `127.0.0.1:${there}`)
    .replace(/(127\.0\.0\.1|0\.0\.0\.0|localhost)([: ])(?:6789|8080)\b/g, `$1$2${there}`)
    .replaceAll('agate.unilim.fr', '127.0.0.1')
    .replace(/\b(60567|8080)\b/g, String(a))
    .replace(/\b60568\b/g, String(b))
}

interface Outcome {
  /** `begun`, or `ended` with an exit code. */
  code: number | 'begun'
  said: string
}

/** Runs the line in a shell with an open input, until socat has begun or is gone. */
async function attempt(command: string): Promise<Outcome> {
  await Promise.all(['mon_fichier', 'contenu_paquet'].map((name) => writeFile(join(folder, name), 'bonjour\n')))
  await rm(join(folder, 'neuf'), { force: true })
  const loud = (await here(command)).replace(/(?<![\w$])socat (?=\S)/, 'socat -d -d ')
  // A group of its own, so that what socat forks goes with it.
  const child = spawn('bash', ['-c', loud], { cwd: folder, detached: true, stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.on('error', () => undefined)
  let said = ''
  const exit = once(child, 'close').then(([code]) => code as number)
  const begun = new Promise<'begun'>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (BEGUN.test(said)) resolve('begun')
    })
  })
  const late = AbortSignal.timeout(PATIENCE_MS)
  const silent = new Promise<never>((_, reject) =>
    late.addEventListener('abort', () => reject(new Error(`neither begun nor ended: ${loud}\n${said}`))),
  )
  try {
    return { code: await Promise.race([begun, exit, silent]), said }
  } finally {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    } catch {
      // Gone by itself.
    }
    await exit
  }
}

/** Refused at the latest when data are to flow: socat ends by itself with an error. */
async function refused(command: string): Promise<Outcome> {
  await writeFile(join(folder, 'mon_fichier'), 'bonjour\n')
  const child = spawn('bash', ['-c', await here(command)], { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stdin.on('error', () => undefined)
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return { code: code ?? 'begun', said }
}

const errors = (cases: readonly Case[]): Case[] =>
  cases.filter(
    ({ command, untried }) => !untried && coach(command)?.findings.some(({ severity }) => severity === 'error'),
  )
const others = (cases: readonly Case[]): Case[] =>
  cases.filter(
    ({ command, untried }) => !untried && !coach(command)?.findings.some(({ severity }) => severity === 'error'),
  )

describe.runIf(version.includes('socat version 1.7.4'))('the real socat', { concurrent: false }, () => {
  it.each(errors([...SHEET, ...WRONG]))('refuses $command', async ({ command }) => {
    const { code, said } = await refused(command)
    expect(code, said).not.toBe('begun')
    expect(code, said).not.toBe(0)
  })

  it.each(others([...SHEET, ...RIGHT, ...TRAPS]))('takes $command', async ({ command }) => {
    const { code, said } = await attempt(command)
    expect(['begun', 0], said).toContain(code)
  })

  /** Mended once for each error, until there is none left. */
  const mendable = errors([...SHEET, ...WRONG]).flatMap(({ command }) => {
    let mended = command
    for (let turn = 0; turn < 5; turn++) {
      const wrong = coach(mended)?.findings.filter(({ severity }) => severity === 'error') ?? []
      const [first] = wrong
      if (!first) return [{ command, mended }]
      if (!first.mend) return []
      mended = apply(mended, first.mend)
    }
    return []
  })
  it('is given enough mended commands', () => expect(mendable.length).toBeGreaterThan(20))
  it.each(mendable)('takes $mended, mended from $command', async ({ mended }) => {
    const { code, said } = await attempt(mended.replace('TCP6:[::1]:6789', 'TCP:127.0.0.1:6789'))
    expect(['begun', 0], said).toContain(code)
  })
})
