/**
 * Every command that the lab prints, judged by its own coach: none is refused, and none is corrected. By whatever function makes
 * it, for whatever program and listener, and as it stands in sentences, guides and documents.
 */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PROGRAM_IDS } from '#shared/model/programs.ts'
import { answersLate, connects } from '#shared/model/traits.ts'
import type { Transport } from '#shared/protocol/model.ts'
import { keyboardTo, socatAddress, type SocatListener } from '#shared/net/socat.ts'
import { coach } from '../web/coach/coach.ts'
import { commandOf, waysOf } from '../web/join/commands.ts'
import { RECEIVING, receiveCommand, SENDING, sendCommand } from '../web/join/udp-commands.ts'
import { traitsOf } from '../web/worksheet/traits.ts'

const HOSTS = ['127.0.0.1', '192.168.1.12', '::1', 'lab.local']
const PLACES: Readonly<Record<Transport, SocatListener>> = {
  tcp: { transport: 'tcp', port: 8080 },
  tls: { transport: 'tls', port: 8443 },
  udp: { transport: 'udp', port: 9000 },
  unix: { transport: 'unix', port: 0, path: "/tmp/l'eau, [1]" },
}

/** What was made, by who prints it. */
function made(): string[] {
  const ways = PROGRAM_IDS.flatMap((program) =>
    Object.values(PLACES).flatMap((place) =>
      HOSTS.flatMap((host) => waysOf(program, place.transport).map((way) => commandOf(program, way, place, host))),
    ),
  )
  const terminal = Object.values(PLACES).flatMap((place) =>
    HOSTS.flatMap((host) => [false, true].map((late) => keyboardTo(socatAddress(place, host, '/tmp/ca.crt'), late))),
  )
  const datagrams = HOSTS.slice(0, 3).flatMap((host) => [
    ...SENDING.map((way) => sendCommand(way, host, 9000)),
    ...RECEIVING.map((way) => receiveCommand(way, { host, port: 9000 }, { cut: 'blocks', size: 10_000 })),
  ])
  return [...new Set([...ways, ...terminal, ...datagrams])].filter((text) => text.startsWith('socat'))
}

const FILES = ['README.md', 'docs/*.md', 'web/text/*/*.ts', 'programs/*/text.*.ts', 'server/cli/terminal/text/*/*.ts']
/** A whole command within a sentence: what goes before it in a pipe, socat, and its two ends. */
const WHOLE =
  /(?:yes \\?\| )?\bsocat (?:-\S+ (?:[\d.]+ )?)*(?:[A-Z]\S*|-\S*|\/\S+|\{socat\}) (?:[A-Z0-9-]+:\S+|STDIO|STDOUT|\{socat\}\S*)/g

/** As a person types it who puts something for what is open. */
const filled = (text: string): string =>
  text
    .replace('\\|', '|')
    .replace(/\\u202f.*/, '')
    .replace(/(ADRESSE|ADDRESS)/, '192.168.1.12')
    .replace(/:(…|\.\.\.|PORT)/g, ':8080')
    .replace(/[`'’”»).,;:]+$/, '')
    .replace(/(TCP|UDP-SENDTO):8080/g, '$1:127.0.0.1:8080')
    .replace('{socat}', text.includes('/dev/null') ? 'UDP:127.0.0.1:8080' : 'TCP:127.0.0.1:8080')

function written(): string[] {
  const texts = FILES.flatMap((pattern) => globSync(pattern)).map((file) => readFileSync(file, 'utf8'))
  return [...new Set(texts.flatMap((text) => text.match(WHOLE) ?? []).map(filled))]
}

/** The sheet of the class has it as an example of a trap. */
const TRAPS = ['socat TCP-LISTEN:8080 STDIO']

describe('a command that the lab prints', () => {
  it.each(made())('%s', (command) => {
    const told = coach(command)?.findings ?? []
    expect(told.filter(({ mend }) => mend !== null)).toEqual([])
    // Who goes without the authority’s certificate is told so.
    const bad = told.filter(({ severity, code }) => severity !== 'note' && code !== 'no-verify')
    expect(bad).toEqual([])
  })

  it.each(written().filter((command) => !TRAPS.includes(command)))('in a text: %s', (command) => {
    const told = coach(command)?.findings ?? []
    // A step that shows -T wants to be cut off.
    const bad = told.filter(({ severity, code }) => severity !== 'note' && code !== 'cut-by-silence')
    expect([...bad, ...told.filter(({ mend }) => mend !== null)]).toEqual([])
  })

  it('is found in the texts', () => expect(written().length).toBeGreaterThan(8))

  it('waits longer than half a second where a person answers', () => {
    for (const program of PROGRAM_IDS) {
      const command = commandOf(program, 'socat', PLACES.tcp, '127.0.0.1')
      expect(command.includes('-t 30'), command).toBe(answersLate(traitsOf(program)))
    }
    const late = PROGRAM_IDS.filter((program) => answersLate(traitsOf(program)))
    expect(late).toEqual(['line-client', 'alternating-chat', 'duplex-chat'])
    expect(late.every((program) => connects(traitsOf(program), { role: 'client' }))).toBe(true)
  })
})
