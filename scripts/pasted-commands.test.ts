import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identityIn } from '../server/endpoints/authority.ts'
import { openLab } from '../server/testing/lab.ts'
import type { Listener, Run } from '#shared/protocol/model.ts'
import { CA_FILE, command, commandOf, firstCommand, WAYS, type Way } from '../web/join/commands.ts'

const tcp = (port: number) => ({ transport: 'tcp', port }) as const
const tls = { transport: 'tls', port: 8443 } as const
const unix = (path: string) => ({ transport: 'unix', port: 0, path }) as const

describe('command', () => {
  it('is the line of the tool', () => {
    expect(command('socat', tcp(8080), '192.168.1.12')).toBe('socat STDIO TCP:192.168.1.12:8080')
    expect(command('nc', tcp(8080), '192.168.1.12')).toBe('nc 192.168.1.12 8080')
    expect(command('ncat', tcp(8081), 'lab.local')).toBe('ncat lab.local 8081')
    expect(command('socat', tls, '10.0.0.3')).toBe('socat STDIO OPENSSL:10.0.0.3:8443,cafile=socket-lab-ca.pem')
    expect(command('unverified', tls, '10.0.0.3')).toBe('socat STDIO OPENSSL:10.0.0.3:8443,verify=0')
    expect(command('ncat', tls, '10.0.0.3')).toContain('--ssl-verify --ssl-trustfile socket-lab-ca.pem 10.0.0.3 8443')
    expect(command('socat', unix('/tmp/room'))).toBe('socat STDIO UNIX-CONNECT:/tmp/room')
    expect(command('nc', unix('/tmp/room'))).toBe('nc -U /tmp/room')
  })

  it('sends datagrams', () => {
    const udp = { transport: 'udp', port: 8080 } as const
    expect(command('socat', udp, '127.0.0.1')).toBe('socat STDIO UDP:127.0.0.1:8080')
    expect(command('socat', udp, '::1')).toBe("socat STDIO 'UDP6:[::1]:8080'")
    expect(command('file', udp, '::1')).toBe("socat -u -b 65507 OPEN:data.bin 'UDP6-SENDTO:[::1]:8080'")
    expect(command('nc', udp, '::1')).toBe('nc -u ::1 8080')
    expect(command('python', udp, '::1')).toContain('AF_INET6')
  })

  it('puts IPv6 in brackets where the tool wants them', () => {
    expect(command('socat', tcp(8080), 'fe80::1')).toBe("socat STDIO 'TCP6:[fe80::1]:8080'")
    expect(command('nc', tcp(8080), 'fe80::1')).toBe('nc fe80::1 8080')
    expect(command('openssl', tls, '::1')).toContain("-connect '[::1]:8443'")
  })

  it('names host and port in the programs', () => {
    expect(command('python', tcp(8082), '10.0.0.3')).toContain("create_connection(('10.0.0.3', 8082))")
    expect(command('powershell', tcp(8082), '10.0.0.3')).toContain("TcpClient]::new('10.0.0.3', 8082)")
  })

  it('moves a file in one direction, by any listener', () => {
    const into = (way: Way, ...listener: [Parameters<typeof command>[1], string?]) =>
      commandOf('file-receiver', way, ...listener)
    expect(into('socat', tcp(8080), 'fe80::1')).toBe("socat -u OPEN:f 'TCP6:[fe80::1]:8080'")
    expect(into('unverified', tls, '10.0.0.3')).toBe('socat -u OPEN:f OPENSSL:10.0.0.3:8443,verify=0')
    expect(into('socat', unix('/tmp/a room'))).toBe("socat -u OPEN:f 'UNIX-CONNECT:/tmp/a room'")
  })

  it('is by TCP where there is room for one, and needs no file', () => {
    const listener = (transport: Listener['transport'], host: string, path?: string): Listener => ({
      number: 1,
      transport,
      host,
      port: 1,
      reachable: host === '' ? [] : [host],
      ...(path !== undefined && { path }),
    })
    const socket = listener('unix', '', '/tmp/room')
    const first = (listeners: Listener[]) => firstCommand({ program: 'relay', listeners })
    expect(first([])).toBeNull()
    expect(first([socket])).toBe('socat STDIO UNIX-CONNECT:/tmp/room')
    expect(first([socket, listener('tls', '::1')])).toBe("socat STDIO 'OPENSSL:[::1]:1,verify=0'")
    expect(first([socket, listener('tls', '::1'), listener('tcp', '::1')])).toBe("socat STDIO 'TCP6:[::1]:1'")
  })
})

describe('each command, pasted into a shell', () => {
  const folder = mkdtempSync(join(tmpdir(), 'socket-lab-commands-'))
  let opened: Awaited<ReturnType<typeof openLab>>
  let run: Run

  beforeAll(async () => {
    opened = await openLab()
    run = await opened.lab.start({
      program: 'relay',
      listen: [
        { transport: 'tcp', family: 'both', port: 0 },
        { transport: 'tls', family: 'both', port: 0 },
        { transport: 'unix', path: join(folder, "l'eau, [1]") },
      ],
    })
    const identity = await identityIn({ folder: join(tmpdir(), `socket-lab-test-tls-${process.pid}`) })()
    writeFileSync(join(folder, CA_FILE), identity.authority)
  })
  afterAll(async () => {
    await opened.close()
    await rm(folder, { recursive: true })
  })

  // What neither runs on every machine that tests: PowerShell, and netcat in its two kinds.
  const tried: Way[] = ['socat', 'unverified', 'openssl', 'python']
  it.each([0, 1, 2, 3, 4])(
    'speaks and hears by listener %i',
    async (index) => {
      const listener = run.listeners[index]!
      for (const way of WAYS[listener.transport].filter((one) => tried.includes(one))) {
        const ana = await opened.lab.join(run.id, `Ana ${index} ${way}`)
        const text = command(way, listener, listener.reachable[0])
        const [file, flags] = way === 'python' ? ['python3', ['-u', '-c', text]] : ['bash', ['-c', `exec ${text}`]]
        const child = spawn(file, flags, { cwd: folder })
        let heard = ''
        let complaints = ''
        child.stdout.on('data', (chunk) => (heard += String(chunk)))
        child.stderr.on('data', (chunk) => (complaints += String(chunk)))
        try {
          child.stdin.write('bonjour à tous\n')
          const said = () =>
            opened.lab
              .live(run.id)!
              .participants()
              .find((one) => one.id > ana.id)?.sent
          await expect.poll(() => said()?.lines, { timeout: 8000 }).toBe(1)
          ana.send(Buffer.from('et à toi\n'))
          await expect.poll(() => heard, { timeout: 8000 }).toBe('et à toi\n')
        } catch (error) {
          throw new Error(`${text}: ${complaints}`, { cause: error })
        } finally {
          child.kill()
          ana.close('reset')
        }
      }
    },
    60_000,
  )
})
