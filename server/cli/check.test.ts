/** `socket-lab check` as it is typed: exit codes, what stands on standard output, and that nothing outlives it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Child } from '../testing/child.ts'
import { dataFolder } from '../testing/lab-command.ts'
import { until } from '../testing/raw-client.ts'

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const SAMPLE = inProject('server/checker/samples/line_server_chunks.py')
const check = (...args: string[]): Child => checkIn(tmpdir(), ...args)
/** @param folder for its temporary files */
const checkIn = (folder: string, ...args: string[]): Child =>
  new Child(process.execPath, [inProject('server/cli/main.ts'), 'check', ...args], { LC_ALL: 'C', TMPDIR: folder })
/** Neither gone nor ended and not yet waited for (proc_pid_stat(5)): who waits for an orphan is no business of the checker. */
const runs = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('a command that cannot be carried out', () => {
  it.each([
    [['9', '--', 'python3', SAMPLE], 'question "9"'],
    [['1'], 'the command of your program is missing'],
    [['1', '--seed', 'x', '--', 'python3', SAMPLE], '--seed x'],
    [['1', '--only', 'none', '--', 'python3', SAMPLE], 'one-line'],
    [['1', '--', 'no-such-program', '{port}'], 'no-such-program could not be started: ENOENT'],
  ])('ends with 2 and says why: %j', async (args, why) => {
    const child = check(...args)
    await child.says(why)
    expect([await child.exit(), child.out]).toEqual([2, ''])
  })
})

it('writes the result to standard output alone, and ends with 1 for a program that is wrong', async () => {
  const only = ['--only', 'listen', '--only', 'two-segments']
  const child = check('1', '--seed', '7', ...only, '--json', '-', '--', 'python3', SAMPLE, '{port}')
  expect(await child.exit()).toBe(1)
  expect(JSON.parse(child.out)).toMatchObject({ version: 1, verdict: 'fail', cause: 'chunk-not-line', seed: 7 })
  expect(child.err).toContain('what a recv returns is no line')
}, 120_000)

it('judges no stage whose program does not listen', async () => {
  const child = check('1', '--only', 'second-line', '--', 'python3', '-c', 'import time; time.sleep(60)', '{port}')
  expect(await child.exit()).toBe(1)
  expect(child.out).toContain('listens on no port')
}, 120_000)

describe('what it started', () => {
  /** A program in two processes, one of which has left the session; each says its number. */
  async function underWay(): Promise<{ child: Child; pids: number[]; folders: () => string[] }> {
    const file = join(dataFolder(), 'pids')
    const source = [
      'import os, sys, time',
      'if os.fork() == 0: os.setsid()',
      'with open(sys.argv[1], "a") as told: told.write("%d\\n" % os.getpid())',
      'time.sleep(300)',
    ].join('\n')
    const temporary = dataFolder()
    const folders = (): string[] => readdirSync(temporary).filter((name) => name.startsWith('socket-lab-check-'))
    const child = checkIn(temporary, '1', '--', 'python3', '-c', source, file, '{port}')
    const pids = (): number[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [])
    await until('both processes', pids, ({ length }) => length >= 2)
    expect(pids().filter(runs)).toHaveLength(2)
    return { child, pids: pids(), folders }
  }
  const gone = (pids: readonly number[]) =>
    until(
      'the end of both',
      () => pids.filter(runs),
      ({ length }) => length === 0,
    )

  it('ends with it at Ctrl+C', async () => {
    const { child, pids } = await underWay()
    child.process.kill('SIGINT')
    expect(await child.exit()).toBe(130)
    expect(pids.filter(runs)).toEqual([])
  }, 120_000)

  it('ends when it is killed', async () => {
    const { child, pids, folders } = await underWay()
    expect(folders()).toHaveLength(1)
    child.process.kill('SIGKILL')
    await gone(pids)
    await until('no folder', folders, ({ length }) => length === 0)
  }, 120_000)
})
