import { describe, expect, it } from 'vitest'
import type { Run } from '#shared/protocol/model.ts'
import { commandOf } from './command/command.ts'
import { listenersOf, matches, pagePlace, type LabListener } from './lab-match.ts'

const run = (id: string): Run => ({
  id,
  program: 'relay',
  options: { maxLine: 16_384 },
  state: 'running',
  listeners: [],
  startedAt: 0,
  stoppedAt: null,
  lastSeq: 0,
  present: 0,
  trouble: null,
})
const listener = (transport: string, port: number, host = '127.0.0.1', path?: string): LabListener => ({
  run: run(`${transport} ${port}`),
  transport,
  host,
  port,
  reachable: host === '0.0.0.0' ? ['192.168.1.12', '127.0.0.1'] : [host],
  ...(path === undefined ? {} : { path }),
})
const LAB = [
  listener('tcp', 8080),
  listener('tls', 8443),
  listener('udp', 9000),
  listener('unix', 0, '', '/tmp/porte.sock'),
  listener('tcp', 8081, '0.0.0.0'),
]

const told = (command: string, page = '127.0.0.1'): string[] => {
  const parsed = commandOf(command)
  if (!parsed) throw new Error('no command')
  return matches(parsed, LAB, { host: page, port: 3000 }).map(
    ({ outcome, listener }) => `${outcome} ${listener ? `${listener.transport} ${listener.port}` : '-'}`,
  )
}

it.each([
  ['http://labo/coach', 80],
  ['https://labo/coach', 443],
  ['http://labo:3000/', 3000],
])('the page at %s has port %d', (address, port) => {
  expect(pagePlace(new URL(address))).toEqual({ host: 'labo', port })
})

describe('where a command leads', () => {
  it.each([
    ['socat STDIO TCP:127.0.0.1:8080', ['reaches tcp 8080']],
    ['socat STDIO TCP:localhost:8080', ['reaches tcp 8080']],
    ['socat STDIO TCP:192.168.1.12:8081', ['reaches tcp 8081']],
    ['socat STDIO TCP:192.168.1.12:8080', ['nobody -']],
    ['socat STDIO OPENSSL:127.0.0.1:8443,verify=0', ['reaches tls 8443']],
    ['socat STDIO OPENSSL:127.0.0.1:8080', ['wrong-transport tcp 8080']],
    ['socat STDIO TCP:127.0.0.1:8443', ['wrong-transport tls 8443']],
    ['socat STDIO UDP:127.0.0.1:8080', ['wrong-transport tcp 8080']],
    ['socat STDIO UDP-SENDTO:127.0.0.1:9000', ['reaches udp 9000']],
    ['socat STDIO TCP:127.0.0.1:9000', ['wrong-transport udp 9000']],
    ['socat STDIO UNIX:/tmp/porte.sock', ['reaches unix 0']],
    ['socat STDIO UNIX-LISTEN:/tmp/porte.sock', ['taken unix 0']],
    ['socat STDIO UNIX:/tmp/autre.sock', []],
    ['socat TCP-LISTEN:8080,reuseaddr STDIO', ['taken tcp 8080']],
    ['socat TCP-LISTEN:8443 STDIO', ['taken tls 8443']],
    ['socat TCP-LISTEN:9000 STDIO', []],
    ['socat UDP-RECV:9000 STDIO', ['taken udp 9000']],
    ['socat TCP-LISTEN:8080,bind=127.0.0.2 STDIO', []],
    ['socat TCP-LISTEN:8081,bind=127.0.0.2 STDIO', ['taken tcp 8081']],
    ['socat STDIO TCP:127.0.0.1:7777', ['nobody -']],
    ['socat STDIO TCP:localhost:3000', ['page -']],
    ['socat STDIO OPENSSL:127.0.0.1:3000', ['page -']],
    ['socat STDIO UDP:127.0.0.1:3000', ['nobody -']],
    ['socat TCP-LISTEN:3000 STDIO', ['page -']],
    ['socat UDP-RECV:3000 STDIO', []],
    ['socat STDIO TCP:agate.unilim.fr:3000', []],
    ['socat STDIO TCP:agate.unilim.fr:8080', []],
    ['socat TCP-LISTEN:9999,fork TCP:127.0.0.1:8080', ['reaches tcp 8080']],
    // As the sheet prints it, with the blank: the port is there to be seen.
    ['socat TCP-LISTEN:8080, reuseaddr STDIO', ['taken tcp 8080']],
  ])('%s', (command, outcome) => {
    expect(told(command)).toEqual(outcome)
  })

  it('counts the name of the page as the lab', () => {
    expect(told('socat STDIO TCP:labo.local:8080', 'labo.local')).toEqual(['reaches tcp 8080'])
  })

  it('knows the listeners of running runs only', () => {
    const listeners: Run['listeners'] = [
      { number: 1, transport: 'tcp', host: '127.0.0.1', port: 8080, reachable: ['127.0.0.1'] },
    ]
    expect(
      listenersOf([
        { ...run('1'), listeners },
        { ...run('2'), listeners, state: 'stopped' },
      ]).map(({ run: { id } }) => id),
    ).toEqual(['1'])
  })
})
