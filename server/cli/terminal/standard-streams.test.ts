/** The log against a real reader that stands still: what it holds back stays bounded, and what is lost is told. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { until } from '../../testing/raw-client.ts'
import { PassThrough } from 'node:stream'
import fastify from 'fastify'
import { logOn } from './standard-streams.ts'

it('drops lines while their reader stands still, and says how many once it reads again', async () => {
  const reader = spawn('sh', ['-c', 'kill -STOP $$; cat'], { stdio: ['pipe', 'pipe', 'ignore'] })
  onTestFinished(() => void reader.kill('SIGKILL'))
  let read = ''
  reader.stdout.setEncoding('latin1').on('data', (text: string) => (read += text))
  const log = logOn(reader.stdin)
  const line = `${'x'.repeat(99_999)}\n`
  for (let n = 0; n < 100; n++) log.write(line)
  expect(reader.stdin.writableLength).toBeLessThan(1_500_000)
  await new Promise((done) => setImmediate(done))
  reader.kill('SIGCONT')
  await until(
    'an empty queue',
    () => {
      // Again and again: it may not have stopped itself yet.
      reader.kill('SIGCONT')
      return reader.stdin.writableLength
    },
    (length) => length === 0,
  )
  log.write('the next one\n')
  reader.stdin.end()
  await once(reader, 'close')
  const lost = Number(/nobody read the log: (\d+) of its lines are lost\nthe next one\n$/.exec(read)?.[1])
  expect(read.split('\n').filter((one) => one.startsWith('xxx')).length + lost).toBe(100)
})

it.each([
  ['a line feed', '\n{"level":60,"msg":"a fault of the lab itself"}\n'],
  ['a carriage return', '\rsocket-lab: all is well'],
  ['ESC and OSC', '\u001b[2J\u001b]0;title\u0007'],
  ['C1', '\u009b2J\u0085'],
  ['bidi and separators', '\u202e\u2028\u2029'],
])('a name with %s forges no line of the log, and acts on no terminal', (_, name) => {
  const read = new PassThrough()
  const { log } = fastify({ logger: { level: 'warn', stream: logOn(read) } })
  log.warn({ name }, `passed over ${name}`)
  log.error(new Error(name))
  const text = String(read.read())
  expect(text.split('\n')).toHaveLength(3)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
  for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ pid: process.pid })
})
