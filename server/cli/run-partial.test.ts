/** Bytes that complete no line, as `socket-lab run` tells of them on a terminal: real processes, real socat. */
import { describe, expect, it } from 'vitest'
import { Child, socketLab } from '../testing/child.ts'
import { RawClient, until } from '../testing/raw-client.ts'

const FREE = ['--port', '0']
/** The seconds since the start of the run, of the trace line that holds this. */
const at = (err: string, text: string): number =>
  Number(/ (\d+\.\d{6}) #/.exec(err.split('\n').find((line) => line.includes(text)) ?? '')?.[1])

/** socat that listens on a free port and says on which. */
async function listening(): Promise<{ socat: Child; port: string }> {
  const socat = new Child('socat', ['-d', '-d', '-t', '30', 'STDIO', 'TCP-LISTEN:0,bind=127.0.0.1'])
  const found = () => /listening on AF=\d+ \S*:(\d+)/.exec(socat.err)?.[1]
  await until('a port', found, (port) => port !== undefined)
  return { socat, port: found()! }
}

describe('a line that does not end', () => {
  it.each([
    ['alternating-chat', ['--begins', 'reading']],
    ['duplex-chat', []],
  ])('%s says so after a second, once, and prints it when it ends', async (program, flags) => {
    const { socat, port } = await listening()
    const lab = socketLab([program, '--role', 'client', '127.0.0.1', port, ...flags, '-v'], 'fr_FR.UTF-8')
    await lab.says('connecté à')
    socat.type('salut-toi')
    await lab.says(`9 octets reçus de 127.0.0.1:${port}, pas encore de «\u202f\\n\u202f»`)
    await lab.says('il a 9 octets d’une ligne, pas encore de')
    expect(lab.out).toBe('')
    socat.type('\n')
    await lab.prints('salut-toi\n')
    expect(lab.err.split('octets reçus').length).toBe(2)
  })

  it('to the line server: printf and socat, whose recv the trace dates when it happened', async () => {
    const lab = socketLab(['line-server', ...FREE, '--trace'])
    const port = await lab.port()
    const socat = new Child('socat', ['-t', '30', '-', `TCP:127.0.0.1:${port}`])
    socat.type('salut-toi')
    await lab.says('= 9 "salut-toi"  (9 bytes of a line, no “\\n” yet)')
    await lab.says('-- 9 bytes received from 127.0.0.1:')
    socat.endInput()
    await lab.prints('salut-toi')
    await lab.says('= 0  (FIN received)')
    expect(lab.err.split('"salut-toi"').length, 'told once').toBe(2)
    expect(at(lab.err, 'FIN received') - at(lab.err, '"salut-toi"')).toBeGreaterThan(0.9)
  })

  it('that ends in CR is named as one, typed key by key in a raw terminal', async () => {
    const lab = socketLab(['relay', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    peer.say('allo')
    await lab.says('4 bytes received')
    peer.say('\r')
    await lab.says('5 bytes received from 127.0.0.1')
    expect(lab.err).toContain('no “\\n” yet: the last one is CR (\\r), not LF. Raw terminal? CRLF cut?')
    peer.socket.destroy()
  })

  it('is no word where it ends in time, or where it is the tail of a read with lines that does', async () => {
    const lab = socketLab(['line-server', ...FREE])
    const peer = await RawClient.connect(await lab.port())
    peer.say('un\nde')
    await lab.prints('un\n')
    peer.say('ux\n')
    await lab.prints('un\ndeux\n')
    peer.say('un\nqui reste')
    await lab.says('9 bytes received')
    expect(lab.err.split('received').length).toBe(2)
    peer.socket.destroy()
  })

  it('to a line client is not read: nothing is said of it', async () => {
    const { socat, port } = await listening()
    const lab = socketLab(['line-client', '127.0.0.1', port, '--trace'])
    await lab.says('connected to')
    socat.type('salut-toi')
    lab.type('bonjour\n')
    await socat.prints('bonjour\n')
    lab.endInput()
    await lab.exit()
    expect(lab.err).not.toContain('received')
    expect(lab.err).not.toContain('recv(')
  })
})
