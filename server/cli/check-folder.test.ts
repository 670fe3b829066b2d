/** `socket-lab check --dir`: the commands of docs/grading.md as they stand there, and that nothing outlives a class that is stopped. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { dataFolder } from '../testing/lab-command.ts'
import { until } from '../testing/raw-client.ts'
import { isolation } from './isolation.ts'

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const COMMANDS = readFileSync(inProject('docs/grading.md'), 'utf8').match(/^npx \. check .*$/gm) ?? []
const PATIENT = { timeout: 180_000 }

/** Two that are quick to check, one that does not build, and a file that is none. */
const FILES: Readonly<Record<string, string>> = {
  'ana/q1.py': 'import sys\nsys.exit("no port")\n',
  'bob_q1.py': 'import socket, sys, time\ns = socket.create_server(("127.0.0.1", int(sys.argv[1])))\ntime.sleep(60)\n',
  'eve_q1.c': 'int main( {\n',
  'notes.txt': 'nothing',
  'plan.json': JSON.stringify([
    { file: 'bob_q1.py', question: '1', role: 'line-server', build: null, run: ['python3', '{src}', '{port}'] },
  ]),
}

function withFiles(files: Readonly<Record<string, string>>): string {
  const folder = dataFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, 'submissions', name, '..'), { recursive: true })
    writeFileSync(join(folder, 'submissions', name), text)
  }
  return folder
}

/** @param folder where it is typed, and its temporary files are */
function start(folder: string, words: readonly string[]) {
  const env = { ...process.env, LC_ALL: 'C', TMPDIR: folder }
  const child = spawn(process.execPath, [inProject('server/cli/main.ts'), ...words], { cwd: folder, env })
  const said = { out: '', err: '' }
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()))
  return { child, said, ended: once(child, 'close') as Promise<[number | null, string | null]> }
}

describe('a command of docs/grading.md', () => {
  it.each(COMMANDS)('%s', PATIENT, async (command) => {
    const folder = withFiles(FILES)
    const words = command.split(' ').slice(2)
    const { said, ended } = start(folder, words)
    const [code] = await ended
    if (isolation() === null && !words.includes('--trust')) {
      expect([code, said.err]).toEqual([2, expect.stringContaining('kernel.unprivileged_userns_clone')])
      return
    }
    expect([code, said.err]).toEqual([1, ''])
    expect(said.out).toContain('bob_q1.py  (1 server)  loopback-only')
    if (words.includes('--plan')) return void expect(said.out).toContain('1 of 1: loopback-only')
    expect(said.out).toContain('ana/q1.py  (1 server)  exits-at-start')
    expect(said.out).toMatch(/eve_q1\.c .*error/)
    expect(said.out).toContain('0 right of 3')
    if (!words.includes('--junit')) return
    expect(readFileSync(join(folder, 'results.xml'), 'utf8')).toContain('<failure type="loopback-only"')
    const { seed, submissions } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as {
      seed: number
      submissions: { verdict: string }[]
    }
    expect([seed, submissions.map(({ verdict }) => verdict)]).toEqual([7, ['fail', 'fail', 'error']])
  })
})

it('runs nothing where no program is found', PATIENT, async () => {
  const { said, ended } = start(withFiles({ 'a.txt': '' }), ['check', '--dir', 'submissions', '--trust'])
  expect([(await ended)[0], said.err]).toEqual([2, expect.stringContaining('no program')])
})

describe('a class that is stopped', () => {
  const runs = (pid: number): boolean => {
    try {
      return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    } catch {
      return false
    }
  }

  it.each([
    ['SIGINT', ['--trust']],
    ['SIGKILL', ['--trust']],
    ['SIGKILL', []],
  ] as const)('by %s %j leaves no process', PATIENT, async (signal, how) => {
    if (how.length === 0 && isolation() === null) return
    const source =
      'import os, time\nopen(os.path.join(os.path.dirname(__file__), str(os.getpid())), "w")\ntime.sleep(300)\n'
    const folder = withFiles({ 'q1.py': source })
    const { child, ended } = start(folder, ['check', '--dir', 'submissions', '--jobs', '1', ...how])
    const pids = (): number[] =>
      readdirSync(join(folder, 'submissions')).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
    await until('the program', pids, ({ length }) => length > 0, 90_000)
    child.kill(signal)
    await ended
    const left = (): number[] => pids().filter(runs)
    await until('its end', left, ({ length }) => length === 0, 60_000)
  })
})
