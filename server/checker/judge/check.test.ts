/** The checker on programs that go wrong from their start, and on what they leave. Those of `samples/`: `samples.suite.ts`. */
import { describe, expect, it } from 'vitest'
import { Processes } from '../../processes/processes.ts'
import { check, type Checked } from './check.ts'
import { QUESTIONS } from './questions.ts'

const PATIENT = { timeout: 180_000 }

function checked(id: string, command: readonly string[], only: readonly string[] = []): Promise<Checked> {
  const question = QUESTIONS.find((one) => one.id === id)!
  return check({ question, command, seed: 4711, patience: 1, only })
}

describe('a program that is wrong', () => {
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
    expect(new Processes(pid, 'none').everywhere()).toEqual([])
  })
})
