/** `socket-lab run --listen`: several listeners to one program, each joined by the socat command that it prints. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Child, socketLab } from '../../testing/child.ts'
import { until } from '../../testing/raw-client.ts'

it('is joined by TLS, IPv6 and a unix socket with the commands that it prints, and leaves no socket file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'socket-lab-listeners-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const flags = ['tls:0', 'tcp6:0', `unix:${folder}/room`].flatMap((listener) => ['--listen', listener])
  const lab = socketLab(['relay', '--port', '0', ...flags], 'C', { XDG_CACHE_HOME: folder })
  const commands = await until(
    'four commands',
    () => [...lab.err.matchAll(/try: (socat .*)/g)].map(([, command]) => command!),
    (all) => all.length === 4,
  )
  expect(commands.map((command) => /[A-Z-]+[46]?(?=:)/.exec(command)?.[0])).toEqual([
    'TCP',
    'OPENSSL',
    'TCP6',
    'UNIX-CONNECT',
  ])
  const socats: Child[] = []
  for (const command of commands) {
    socats.push(new Child('bash', ['-c', `exec ${command}`]))
    await until(
      'one more participant',
      () => lab.err.match(/ is connected/g)?.length,
      (count) => count === socats.length,
    )
  }
  for (const [index, socat] of socats.entries()) {
    socat.type(`by listener ${index}\n`)
    const others = socats.filter((one) => one !== socat)
    await until(
      'it, by all other listeners',
      () => others.map(({ out }) => out),
      (heard) => heard.every((out) => out.endsWith(`by listener ${index}\n`)),
    )
  }
  for (const socat of socats) socat.process.kill()
  lab.process.kill('SIGINT')
  expect(await lab.exit()).toBe(130)
  await expect(rm(join(folder, 'room'))).rejects.toMatchObject({ code: 'ENOENT' })
})
