/** What a run becomes outside the lab, read back by programs that are not the lab's. Counterpart: `pcapng.test.ts`. */
import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LabEvent } from '#shared/protocol/events.ts'
import { toEvent } from '../../journal/encode.ts'
import type { Recorded } from '../recorded/recorded.ts'
import { field } from './csv.ts'
import { entriesOf, recordedScene, written } from './export.fixture.ts'
import { label, MOST } from './mermaid.ts'

let recorded: Recorded
let events: LabEvent[]

beforeAll(async () => {
  recorded = await recordedScene()
  events = (await entriesOf(recorded)).map((entry) => toEvent(entry))
})

const addresses = (): string[] => [...recorded.people.values()].map(({ address }) => address)

describe('JSON Lines', () => {
  const parsed = async (names: 'names' | 'pseudonyms' = 'names') =>
    (await written(recorded, 'jsonl', { names }))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, never>)

  it('have all of a run: what it was, who took part, each event byte for byte, and their number', async () => {
    const [head, ...rest] = await parsed()
    expect(head).toMatchObject({ format: 'socket-lab', version: 1, run: { id: recorded.run.id, program: 'relay' } })
    const people = rest.filter((line) => 'participant' in line)
    expect(people).toEqual([...recorded.people.values()].map((participant) => ({ participant })))
    expect(rest.filter((line) => 'event' in line)).toEqual(events.map((event) => ({ event })))
    expect(rest.at(-1)).toEqual({ end: { events: events.length } })
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: recorded.run.lastSeq }, (_, at) => at + 1))
  })

  it('name nobody where pseudonyms are wanted, and say whence nobody came', async () => {
    const text = JSON.stringify(await parsed('pseudonyms'))
    expect(addresses().filter((address) => text.includes(`"${address}"`))).toEqual([])
    expect(text).toContain('"name":"P1"')
    expect(text).not.toContain('127.0.0.1:')
  })
})

describe('CSV', () => {
  it('is read by Python’s own reader: a row an event, the text as the page shows it, the bytes in hexadecimal', async () => {
    const source =
      'import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.stdin.fileno(), encoding="utf-8-sig", newline="")))))'
    const { stdout, status } = spawnSync('python3', ['-c', source], {
      input: await written(recorded, 'csv'),
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    const rows = JSON.parse(stdout) as Record<string, string>[]
    expect(rows.map(({ seq }) => Number(seq))).toEqual(events.map(({ seq }) => seq))
    const lines = rows.filter(({ kind }) => kind === 'lines')
    const bytes = events.flatMap((event) =>
      event.kind === 'lines' ? [Buffer.from(event.bytes, 'base64').toString('hex')] : [],
    )
    expect(lines.map((row) => row['bytes']!.replace(/^'/, ''))).toEqual(bytes.map((hex) => hex.slice(0, 32_000)))
    expect(lines[0]!['text']).toBe(`'=1+1,"quoted";<b>#x</b>%%␛[31m⟨U+202E⟩␊`)
    expect(lines[0]).toMatchObject({ from: recorded.people.get(1)!.name, to: 'all others' })
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'never begins a field with what a calculator would compute: %j',
    (text) => {
      expect(field(text)).toBe(`"'${text}"`)
    },
  )
})

it('the transcript is what was said, a line each, whatever it holds', async () => {
  const [head, empty, ...lines] = (await written(recorded, 'text')).toString().trimEnd().split('\n')
  expect(head).toContain(`Run ${recorded.run.id} · relay · begun `)
  expect(empty).toBe('')
  expect(lines).toHaveLength(events.length)
  expect(lines.find((line) => line.includes('from bob'))).toMatch(/^ +\d+\.\d{3} {2}:\d+ → all others: from bob$/)
  const french = (await written(recorded, 'text', { lang: 'fr' })).toString()
  expect(french).toMatch(/^ +\d+,\d{3} {2}:\d+ → tous les autres: from bob$/m)
  expect(french).toMatch(/ programme · run-started$/m)
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u202e]/)
})

describe('a Mermaid diagram', () => {
  it('has an arrow to the program and from it for each who heard', async () => {
    const text = (await written(recorded, 'mermaid')).toString()
    expect(text.split('\n').slice(0, 3)).toEqual([
      'sequenceDiagram',
      '  autonumber',
      '  participant program as program',
    ])
    expect(text).toContain('  p2->>program: from bob\n  program->>p1: from bob\n  program->>p3: from bob\n')
    // Each is introduced before it is used.
    for (const id of [1, 2, 3]) expect(text.indexOf(`participant p${id} as`)).toBeLessThan(text.indexOf(`p${id}->>`))
  })

  it('says nothing that its language would take for something else', () => {
    expect(label('a;b#c<br>"%{}')).toBe('a#59;b#35;c#60;br#62;#34;#37;#123;#125;')
    expect(label('x'.repeat(100))).toBe(`${'x'.repeat(60)}…`)
  })

  it('counts what is beyond what one can draw', async () => {
    const entry = (await entriesOf(recorded)).find(({ kind }) => kind === 'lines')
    const many: Recorded = {
      ...recorded,
      async *events() {
        for (let seq = 1; seq <= MOST + 7; seq++) yield { ...entry!, seq }
      },
    }
    const text = (await written(many, 'mermaid')).toString()
    expect(text.match(/->>/g)).toHaveLength(MOST)
    expect(text).toContain('Note over program: + 7')
  })
})

it('ends with the event that was the newest when it was asked for', async () => {
  const lines = (await written(await recordedScene(3), 'jsonl')).toString().trimEnd().split('\n')
  expect(lines.at(-2)).toContain('"seq":3')
  expect(lines.at(-1)).toBe('{"end":{"events":3}}')
})
