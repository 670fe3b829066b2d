import { describe, expect, it } from 'vitest'
import { ADMISSION_LIMITS, LIMIT_FLAGS } from '../admission/limits.ts'
import { ConfigError, helpText, readConfig } from './config.ts'

describe('configuration', () => {
  it('has the documented defaults, and is frozen', () => {
    const config = readConfig([], {})
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 8080,
      ports: [8080, 8379],
      webPort: 3000,
      data: './data',
      listen: [],
      program: 'relay',
      open: false,
      newcomers: 'everybody',
      newTeacherLink: false,
      idleRun: 0,
      pin: false,
      allowTargets: [],
      tls: null,
      proxies: [],
      publics: [],
      keep: { days: 30, bytes: 10_737_418_240 },
      limits: { ...ADMISSION_LIMITS, children: 64, events: 5_000_000, runBytes: 4_294_967_296 },
      help: false,
      version: false,
      lang: 'en',
    })
    expect(Object.isFrozen(config)).toBe(true)
  })

  it('takes a flag before the environment, and the environment before the default', () => {
    const env = { SOCKET_LAB_PORT: '9000', SOCKET_LAB_WEB_PORT: '9001', SOCKET_LAB_OPEN: '1' }
    expect(readConfig(['--port', '9100'], env)).toMatchObject({ port: 9100, webPort: 9001, open: true })
  })

  it('has a code only where there are roles', () => {
    expect(readConfig(['--class', '--pin'], {})).toMatchObject({ host: '0.0.0.0', newcomers: 'student', pin: true })
    expect(() => readConfig(['--class', '--pin', '--everyone'], {})).toThrow(ConfigError)
  })

  it.each([
    [['--class'], '0.0.0.0', 'student'],
    [['--class', '--host', '127.0.0.1'], '127.0.0.1', 'student'],
    [['--host', '192.0.2.1'], '192.0.2.1', 'student'],
    [['--host', '192.0.2.1', '--everyone'], '192.0.2.1', 'everybody'],
    [['--public', 'https://lab.school.test'], '127.0.0.1', 'student'],
    [['--trust-proxy', '192.0.2.7'], '127.0.0.1', 'student'],
    [['--public', 'https://lab.school.test', '--everyone'], '127.0.0.1', 'everybody'],
    [['--host', '127.0.0.2', '--students', 'watch'], '127.0.0.2', 'everybody'],
    [['--pin'], '127.0.0.1', 'student'],
    [['--class', '--students', 'watch'], '0.0.0.0', 'onlooker'],
    [['--class', '--students', 'speak'], '0.0.0.0', 'speaker'],
  ])('has roles for a class and on the network: %s', (argv, host, newcomers) => {
    expect(readConfig(argv, {})).toMatchObject({ host, newcomers })
  })

  it('takes every number of admission that has a flag', () => {
    for (const [limit, flag] of Object.entries(LIMIT_FLAGS)) {
      expect(readConfig([`--${flag}`, '3'], {}).limits).toMatchObject({ ...ADMISSION_LIMITS, [limit]: 3 })
      const env = { [`SOCKET_LAB_${flag.toUpperCase().replaceAll('-', '_')}`]: '4' }
      expect(readConfig([], env).limits).toMatchObject({ ...ADMISSION_LIMITS, [limit]: 4 })
      expect(helpText('fr')).toContain(`--${flag} N`)
    }
  })

  it('takes addresses of the page, from flags or the environment', () => {
    const hrefs = ({ publics }: ReturnType<typeof readConfig>) => publics.map(({ href }) => href)
    const flags = ['--public', 'https://lab.example/tp', '--public', 'http://pc7:3000']
    expect(hrefs(readConfig(flags, {}))).toEqual(['https://lab.example/tp', 'http://pc7:3000/'])
    expect(hrefs(readConfig([], { SOCKET_LAB_PUBLIC: 'http://a,http://b' }))).toEqual(['http://a/', 'http://b/'])
  })

  it('takes a certificate of its own or one from files, and proxies', () => {
    expect(readConfig(['--tls'], {}).tls).toBe('own')
    expect(readConfig(['--tls', '--tls-cert', 'a.crt', '--tls-key', 'a.key'], {}).tls).toEqual({
      cert: 'a.crt',
      key: 'a.key',
    })
    expect(readConfig(['--trust-proxy', '10.0.0.1,fd00::/8'], {}).proxies).toEqual(['10.0.0.1', 'fd00::/8'])
  })

  it('answers to the earlier name of --program, which does not go before it', () => {
    expect(readConfig(['--scenario', 'none'], {})).toMatchObject({ program: 'none' })
    expect(readConfig([], { SOCKET_LAB_SCENARIO: 'line-server' })).toMatchObject({ program: 'line-server' })
    expect(readConfig(['--scenario', 'none', '--program', 'relay'], {})).toMatchObject({ program: 'relay' })
    const env = { SOCKET_LAB_PROGRAM: 'line-server' }
    expect(readConfig(['--scenario', 'none'], env)).toMatchObject({ program: 'none' })
  })

  it.each([
    [['--port', '70000'], '--port is "70000"'],
    [['--port', '-1'], '--port'],
    [['--web-port', 'abc'], '--web-port is "abc"'],
    [['--program', 'chess'], '--program is "chess"'],
    [['--allow-target', '10.0.0.0/8,x'], '--allow-target has "x"'],
    [['--public', 'lab.example'], '--public is "lab.example"'],
    [['--public', 'ftp://lab.example/'], '--public'],
    [['--public', 'http://lab.example/?x=1'], '--public'],
    [['--trust-proxy', '10.0.0.1,proxy'], '--trust-proxy has "proxy"'],
    [['--tls-cert', 'a.pem'], '--tls-key'],
    [['--tls-key', 'a.pem'], '--tls-cert'],
    [['--max-children', '-1'], '--max-children'],
    [['--max-events', '0'], '--max-events is "0"'],
    [['--max-run-bytes', '4G'], '--max-run-bytes is "4G"'],
    [['--max-runs', '0'], '--max-runs is "0"'],
    [['--max-pages-per-address', '1.5'], '--max-pages-per-address is "1.5"'],
    [['--host', 'a b'], '--host is "a b"'],
    [['--students', 'all'], '--students is "all"'],
    [['--nope'], '--nope'],
    [['extra'], 'extra'],
  ])('refuses %j in one line', (argv, words) => {
    const refused = () => readConfig(argv, {})
    expect(refused).toThrow(ConfigError)
    expect(refused).toThrow(words)
    expect(refused).not.toThrow(/\n/)
  })

  it('speaks the language of the terminal', () => {
    expect(readConfig([], { LANG: 'fr_FR.UTF-8' }).lang).toBe('fr')
    expect(readConfig([], { LANG: 'fr_FR.UTF-8', LC_ALL: 'C' }).lang).toBe('en')
    expect(() => readConfig(['--port', 'x'], { LC_MESSAGES: 'fr_CA' })).toThrow('donnez un numéro de port')
    expect(helpText('en')).toContain('address to listen on')
  })

  it('explains every flag with its variable', () => {
    for (const name of ['HOST', 'PORT', 'WEB_PORT', 'DATA', 'PROGRAM', 'OPEN']) {
      expect(helpText('fr')).toContain(`SOCKET_LAB_${name}`)
    }
  })
})
