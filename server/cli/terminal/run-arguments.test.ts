import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { optionsOf, textOf } from '#programs/registry.ts'
import { TERMINAL_IDS as IDS } from '#programs/traits.ts'
import { withoutTarget } from '#shared/options/fields.ts'
import { flagOf } from './option-flags.ts'
import { asTyped, programHelp, runHelp } from './run-help.ts'
import { readRunArguments, UsageError } from './run-arguments.ts'
import { LANGS } from '#shared/model/languages.ts'

describe('help', () => {
  it('names the command as it was typed', async () => {
    const help = await runHelp('en')
    expect(asTyped(help, {})).toBe(help)
    expect(asTyped(help, { npm_command: 'exec' })).toContain('usage: npx . run PROGRAM')
    expect(asTyped(help, { npm_command: 'exec' })).not.toContain('socket-lab run')
  })
})

describe('the name of a program', () => {
  it.each([
    ['relai', /did you mean relay\?/],
    ['line-sever', /did you mean line-server\?/],
    ['duplexchat', /did you mean duplex-chat\?/],
    ['file-receiver', /runs on the page/],
    ['file-sender', /socat -u does the same/],
    ['chaussette', /choose one of .*relay/],
  ])('%s', (named, told) => {
    expect(() => readRunArguments([named], 'en')).toThrow(UsageError)
    expect(() => readRunArguments([named], 'en')).toThrow(told)
    for (const lang of LANGS) expect(() => readRunArguments([named], lang)).toThrow(UsageError)
  })
})

describe('arguments of a program', () => {
  it('have the defaults of the lab', () => {
    const listen = { host: '127.0.0.1', port: 8080 }
    expect(readRunArguments(['relay'], 'en')).toEqual({
      program: 'relay',
      options: {},
      listen,
      listeners: [],
      verbose: false,
      trace: null,
    })
  })

  it('become options by the schema of the program', () => {
    const args = ['relay-known', '--count', '5', '--strategy', 'process-each', '--max-line', '64', '--port', '0', '-v']
    expect(readRunArguments(args, 'en')).toMatchObject({
      options: { count: 5, strategy: 'process-each', maxLine: 64 },
      listen: { port: 0 },
      verbose: true,
    })
  })

  it('open further listeners', () => {
    const flags = ['tls:8443', 'tcp6:0', 'tls4:1', 'unix:/tmp/room', 'unix:l’eau'].flatMap((listener) => [
      '--listen',
      listener,
    ])
    expect(readRunArguments(['relay', ...flags], 'en')).toMatchObject({
      listeners: [
        { transport: 'tls', port: 8443 },
        { transport: 'tcp', port: 0, family: 'v6' },
        { transport: 'tls', port: 1, family: 'v4' },
        { transport: 'unix', path: '/tmp/room' },
        { transport: 'unix', path: resolve('l’eau') },
      ],
    })
  })

  it('say where a client connects', () => {
    const args = ['alternating-chat', '--role', 'client', '::1', '9000', '--begins', 'reading']
    const options = { role: 'client', begins: 'reading', target: { host: '::1', port: 9000 } }
    expect(readRunArguments(args, 'en')).toMatchObject({ options, listen: null })
  })

  it('trace everything, or up to a level, and take no word after it for one', () => {
    expect(readRunArguments(['relay', '--trace'], 'en')).toMatchObject({ trace: 'debug' })
    expect(readRunArguments(['relay', '--trace=notice'], 'en')).toMatchObject({ trace: 'notice' })
    const client = readRunArguments(['line-client', '--trace', '127.0.0.1', '8080'], 'en')
    expect(client).toMatchObject({ trace: 'debug', options: { target: { host: '127.0.0.1', port: 8080 } } })
  })

  it.each([
    [[], 'which program'],
    [['chess'], '"chess"'],
    [['line-client'], 'HOST PORT'],
    [['line-client', 'localhost'], 'HOST PORT'],
    [['line-client', 'localhost', '0'], '"0" is not a port'],
    [['line-client', 'localhost', '1', 'x'], '"x" is too much'],
    [['line-client', 'localhost', '1', '--port', '2'], '--port is for a server'],
    [['duplex-chat', '--role', 'client', '--reuse-address', 'off', '::1', '9'], '--reuse-address is for a server'],
    [['relay', '127.0.0.1'], '"127.0.0.1" is too much'],
    [['relay', '--port', '65536'], '--port is "65536"'],
    [['relay', '--listen', 'sctp:1'], '--listen is "sctp:1"'],
    [['relay', '--listen', 'tls:65536'], '--listen is "tls:65536"'],
    [['relay', '--listen', `unix:/${'x'.repeat(107)}`], 'unix:PATH'],
    [['line-client', 'localhost', '1', '--listen', 'tcp:2'], '--listen is for a server'],
    [['relay', '--trace=loud'], 'notice, info, debug'],
    [['relay', '--count', '3'], '--count'],
    [['relay-known', '--count', '21'], 'from 2 to 20'],
    [['relay-known', '--strategy', 'fork'], 'in-turn, process-each, unknown'],
  ])('refuses %j in one line', (args, words) => {
    const refused = () => readRunArguments(args, 'en')
    expect(refused).toThrow(UsageError)
    expect(refused).toThrow(words)
    expect(refused).not.toThrow(/\n/)
  })
})

describe('help', () => {
  it('is asked for of all programs, or of one', () => {
    expect(readRunArguments(['--help'], 'en')).toEqual({ help: null })
    expect(readRunArguments(['relay', '-h'], 'en')).toEqual({ help: 'relay' })
  })

  it.each(LANGS)('lists every program with what it teaches (%s)', async (lang) => {
    const help = await runHelp(lang)
    for (const id of IDS) expect(help).toContain((await textOf(id, lang)).help)
  })

  it.each(LANGS.flatMap((lang) => IDS.map((id) => [id, lang] as const)))(
    'explains every flag of %s (%s)',
    async (id, lang) => {
      const help = await programHelp(id, lang)
      const { options } = await textOf(id, lang)
      for (const field of withoutTarget(optionsOf(id))) {
        expect(help).toContain(`--${flagOf(field)} `)
        expect(help).toContain(options[field.name]?.help ?? `a text for ${field.name}`)
      }
    },
  )
})
