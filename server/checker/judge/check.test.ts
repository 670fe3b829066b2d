/** The checker on real programs, right and wrong, each in its own process: the verdict and the true cause. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Processes } from '../../processes/processes.ts'
import { CHECK_TEXTS } from '../text/languages.ts'
import { reportText } from '../report/text.ts'
import { check, type Checked } from './check.ts'
import { judge } from './judge.ts'
import { QUESTIONS } from './questions.ts'

const sample = (name: string): string => fileURLToPath(new URL(`../samples/${name}`, import.meta.url))
const PATIENT = { timeout: 180_000 }

function checked(id: string, command: readonly string[], only: readonly string[] = []): Promise<Checked> {
  const question = QUESTIONS.find((one) => one.id === id)!
  return check({ question, command, seed: 4711, patience: 1, only })
}

/** Those of a wrong program's stages that decide, so that the suite stays short; the whole question for the right ones. */
const WRONG: [string, string, readonly string[], string, string][] = [
  ['1', 'line_server_chunks.py', ['python3', '{port}'], 'two-segments', 'chunk-not-line'],
  ['5', 'relay_known_turns.py', ['python3', '{port}', '{n}'], 'second-first', 'in-turn-blocks'],
  ['6', 'relay_echo.cjs', [process.execPath, '{port}'], 'two-speak', 'echo-to-sender'],
  ['6', 'relay_leaves.py', ['python3', '{port}'], 'one-leaves', 'busy-loop-eof'],
]

describe('a program that is right', () => {
  it.each([
    ['1', 'line_server_ok.py', ['{port}'], []],
    ['5', 'relay_known_ok.py', ['{port}', '{n}'], []],
    ['6', 'relay_ok.py', ['{port}'], ['slow-client-blocks']],
  ])('passes question %s: %s', PATIENT, async (id, file, places, remarks) => {
    const { verdict, cause, remarks: told, stages } = await checked(id, ['python3', sample(file), ...places])
    expect(stages.filter(({ result, beyond }) => result !== 'pass' && !beyond)).toEqual([])
    expect([verdict, cause, told]).toEqual(['pass', null, remarks])
  })
})

describe('a program that is wrong', () => {
  it.each(WRONG)('of question %s, %s: %s', PATIENT, async (id, file, [interpreter = '', ...places], stage, cause) => {
    const result = await checked(id, [interpreter, sample(file), ...places], ['listen', stage])
    expect([result.verdict, result.cause]).toEqual(['fail', cause])
    // The history alone gives the same verdict again.
    const { question } = result.request
    const failed = result.stages.find(({ result }) => result === 'fail')!
    const again = judge(
      question,
      question.stages.find(({ id }) => id === stage)!,
      failed.history,
    )
    expect(again.found).toEqual(failed.found)
    for (const lang of ['fr', 'en'] as const) {
      const texts = CHECK_TEXTS[lang]
      expect(reportText(result, texts)).toContain(texts.causes[cause])
    }
  })

  it('that binds without SO_REUSEADDR is found by the row in TIME_WAIT', PATIENT, async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'socket-lab-sample-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    try {
      execFileSync('cc', ['-w', '-o', join(folder, 'server'), sample('line_server_port.c')])
    } catch {
      skip('no C compiler')
    }
    const result = await checked('1', [join(folder, 'server'), '{port}'], ['listen', 'restart'])
    expect([result.verdict, result.cause]).toEqual(['fail', 'no-reuseaddr'])
  })

  it.each([
    ['ends at once', 'import sys; sys.exit("no port")', 'exits-at-start'],
    ['listens on loopback', server('s.bind(("127.0.0.1", port))'), 'loopback-only'],
    ['swaps the bytes of its port', server('s.bind(("", socket.htons(port)))'), 'wrong-port'],
    ['never listens', 'import time; time.sleep(60)', 'not-listening'],
  ])('from its start: it %s', PATIENT, async (_, source, cause) => {
    const result = await checked('1', ['python3', '-c', source, '{port}'])
    expect([result.verdict, result.cause]).toEqual(['fail', cause])
  })
})

function server(bind: string): string {
  const lines = ['import socket, sys, time', 'port = int(sys.argv[1])', 's = socket.socket()']
  return [...lines, bind, 's.listen()', 'time.sleep(60)'].join('\n')
}

describe('nothing is left behind', () => {
  it('by a program that forks without end, and leaves its session', PATIENT, async () => {
    const source = [
      'import os, time',
      'for _ in range(30):',
      '    if os.fork() == 0:',
      '        os.setsid()',
      '        time.sleep(60)',
      'time.sleep(60)',
    ].join('\n')
    const { stages, verdict } = await checked('1', ['python3', '-c', source], [])
    expect(verdict).toBe('fail')
    const { pid } = stages[0]!.history.find((entry) => entry.kind === 'started')!
    expect(new Processes(pid, 'none').now()).toEqual([])
  })
})
