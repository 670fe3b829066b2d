/** `socket-lab run` on a terminal, where characters act and keys are signals. */
import { describe, expect, it } from 'vitest'
import { python, socketLabOnTerminal } from '../testing/child.ts'
import { RawClient, until } from '../testing/raw-client.ts'

const FREE = ['--port', '0']

describe('on a terminal', () => {
  it('shows control characters instead of obeying them, and ends at Ctrl+C', async () => {
    const terminal = socketLabOnTerminal(['line-server', ...FREE])
    await until(
      'a port',
      () => terminal.out,
      (out) => /listening on \S+:\d+/.test(out),
    )
    const peer = await RawClient.connect(Number(/listening on \S+:(\d+)/.exec(terminal.out)![1]))
    peer.say('\u001b[2Jtitre\n')
    const shown = () => Buffer.from(terminal.out, 'latin1').toString()
    await until('the line', shown, (text) => text.includes('␛[2Jtitre\r\n'))
    expect(terminal.out).not.toContain('\u001b')
    terminal.type('\u0003')
    expect(await terminal.exit()).toBe(130)
    peer.socket.destroy()
  })

  it('takes Ctrl+D as the end of what is typed', async () => {
    const peer = python('line_server.py', '0')
    const terminal = socketLabOnTerminal(['line-client', '127.0.0.1', String(await peer.port())])
    await until(
      'a connection',
      () => terminal.out,
      (out) => out.includes('connected to'),
    )
    terminal.type('bonjour\n')
    await peer.prints('bonjour\n')
    terminal.type('\u0004')
    expect(await terminal.exit()).toBe(0)
    expect(await peer.exit()).toBe(0)
  })
})
