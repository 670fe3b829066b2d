import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { command } from './commands.ts'

describe('command', () => {
  it('is the line of the tool', () => {
    expect(command('socat', '192.168.1.12', 8080)).toBe('socat STDIO TCP:192.168.1.12:8080')
    expect(command('nc', '192.168.1.12', 8080)).toBe('nc 192.168.1.12 8080')
    expect(command('ncat', 'lab.local', 8081)).toBe('ncat lab.local 8081')
  })

  it('puts IPv6 in brackets where the tool wants them', () => {
    expect(command('socat', 'fe80::1', 8080)).toBe('socat STDIO TCP6:[fe80::1]:8080')
    expect(command('nc', 'fe80::1', 8080)).toBe('nc fe80::1 8080')
  })

  it('names host and port in the programs', () => {
    expect(command('python', '10.0.0.3', 8082)).toContain("create_connection(('10.0.0.3', 8082))")
    expect(command('powershell', '10.0.0.3', 8082)).toContain("TcpClient]::new('10.0.0.3', 8082)")
  })

  it('gives a Python program that speaks and hears', async () => {
    const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const python = spawn('python3', ['-u', '-c', command('python', '127.0.0.1', port)])
    try {
      python.stdin.write('bonjour à tous\n')
      let heard = ''
      for await (const chunk of python.stdout) {
        heard += String(chunk)
        if (heard.endsWith('\n')) break
      }
      expect(heard).toBe('bonjour à tous\n')
    } finally {
      python.kill()
      server.close()
    }
  })
})
