/** `socket-lab run --trace`: the system calls of a program as it makes them, in real processes. */
import { describe, expect, it } from 'vitest'
import { Child, socketLab } from '../testing/child.ts'
import { hears, RawClient } from '../testing/raw-client.ts'

const FREE = ['--port', '0']

describe('--trace', () => {
  it('tells the system calls of a relay against socat, and stdout stays the program’s own', async () => {
    const lab = socketLab(['relay', ...FREE, '--trace'])
    const port = await lab.port()
    await lab.says(`N listen(127.0.0.1:${port}, backlog 511)`)
    const socat = new Child('socat', ['STDIO', `TCP:127.0.0.1:${port}`])
    await lab.says('N accept(listener) = 127.0.0.1:')
    const peer = await RawClient.connect(port)
    const there = peer.port
    await lab.says(`N accept(listener) = 127.0.0.1:${there}\n`)
    socat.type('caf\u00e9 \u001b[2J\n')
    await lab.says(`D send(127.0.0.1:${there}, 11)`)
    expect(lab.err).toMatch(/D select\(socks\) = \[127\.0\.0\.1:\d+\] {2}\(wake-up \d+\)/)
    expect(lab.err).toMatch(/D recv\(127\.0\.0\.1:\d+, 65536\) = 11 "café \\x1b\[2J\\n"/)
    expect(lab.err).toMatch(/I send\(others, 11\) {2}\(1 line\)/)
    socat.endInput()
    await lab.says(', 65536) = 0  (FIN received)')
    peer.reset()
    await lab.says(`recv(127.0.0.1:${there}, 65536) = -1 ECONNRESET  (RST)`)
    lab.process.kill('SIGINT')
    expect(await lab.exit()).toBe(130)
    expect(lab.err).toContain(`relay[${lab.process.pid}] N exit()`)
    expect(lab.out).toBe('')
    const numbers = [...lab.err.matchAll(/ #(\d+) /g)].map(([, seq]) => Number(seq))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  })

  it('keeps to its level, in French too, and names the processes of a fork', async () => {
    const quiet = socketLab(['line-server', ...FREE, '--trace=notice'], 'fr_FR.UTF-8')
    const client = await RawClient.connect(await quiet.port())
    client.say('bonjour\n')
    await quiet.prints('bonjour\n')
    client.finish()
    await quiet.says('(FIN reçu)')
    expect(quiet.err).not.toMatch(/ [ID] /)

    const chat = socketLab(['duplex-chat', ...FREE, '--trace'])
    const peer = await RawClient.connect(await chat.port())
    await chat.says('N fork() = ')
    const child = /fork\(\) = ([1-9]\d*)/.exec(chat.err)![1]
    peer.say('salut\n')
    await chat.prints('salut\n')
    expect(chat.err).toContain(`duplex-chat-child[${child}] D recv(`)
    chat.type('oui\n')
    await hears(peer, 'oui\n')
    await chat.says(`duplex-chat[${chat.process.pid}] I sendall(`)
    await chat.says('D readline(stdin) = 4 "oui\\n"')
    chat.endInput()
    await chat.says(`N shutdown(127.0.0.1:${peer.port}, SHUT_WR)  (FIN sent, still receiving)`)
    peer.finish()
    await chat.says(`N close(127.0.0.1:${peer.port})`)
    expect(await chat.exit()).toBe(0)
  })

  it('says why a connect failed', async () => {
    const lab = socketLab(['line-client', '--trace', '127.0.0.1', '1'])
    expect(await lab.exit()).toBe(1)
    expect(lab.err).toContain('N connect(127.0.0.1:1) = -1 ECONNREFUSED')
  })
})
