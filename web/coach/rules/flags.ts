/** socat's own options, the ones before the addresses. */
import { NUMBER_FLAGS, PLAIN_FLAGS, TEXT_FLAGS } from '../command/command.ts'
import { finding, put, replace, type Finding } from '../command/finding.ts'
import type { Command, Flag } from '../command/model.ts'
import { directionOf, natureOfAddress, reading } from '../command/nature.ts'

/** Options of nc that students bring along, and what socat has instead. */
const FROM_NC: Record<string, string> = {
  '-l': 'TCP-LISTEN:…', '-k': 'TCP-LISTEN:…,fork', '-p': 'TCP-LISTEN:…', '-w': '-T', '-z': 'TCP:…', '-n': 'TCP:…',
  '-lp': 'TCP-LISTEN:…', '-q': '-t', '-c': 'SYSTEM:…', '-e': 'EXEC:…', '--help': '-h', '--version': '-V', '--verbose': '-d -d',
} // prettier-ignore
const SINGLE = [...PLAIN_FLAGS.filter((name) => name.length === 2), '-d'].map((name) => name[1] ?? '')
const NUMBER = /^-?(\d+\.?\d*|\.\d+)$/

export function flagRules(command: Command): Finding[] {
  const { flags, late, ends } = command
  const found = flags.flatMap(flagRule)
  const right = flags.find(({ name }) => name === '-u')
  const left = flags.find(({ name }) => name === '-U')
  if (right && left) found.push(finding('both-directions', right.from < left.from ? left : right))
  const first = ends[0]
  for (const word of late) {
    const moved = first && [put(first.from, `${word.text} `), { from: word.from - 1, to: word.to, text: '' }]
    found.push(finding('late-flag', word, { flag: word.text }, moved))
  }
  return found
}

function flagRule(flag: Flag): Finding[] {
  const { name, value, known } = flag
  if (!known) return [unknown(flag)]
  if (NUMBER_FLAGS.includes(name)) {
    if (!value) return [finding('flag-value', flag, { flag: name })]
    if (!NUMBER.test(value.text)) return [finding('flag-not-number', value, { flag: name, value: value.text })]
  }
  return TEXT_FLAGS.includes(name) && !value ? [finding('flag-text', flag, { flag: name })] : []
}

function unknown(flag: Flag): Finding {
  const { name } = flag
  const letters = [...name.slice(1)]
  if (letters.length > 1 && letters.every((letter) => SINGLE.includes(letter))) {
    const apart = letters.map((letter) => `-${letter}`).join(' ')
    return finding('merged-flags', flag, { flag: name, apart }, [replace(flag, apart)])
  }
  const instead = FROM_NC[name]
  return instead === undefined
    ? finding('unknown-flag', flag, { flag: name })
    : finding('nc-flag', flag, { flag: name, instead })
}

/** What the options do to a command that is otherwise right. */
export function timeRules(command: Command): Finding[] {
  const { flags, ends, surroundings } = command
  const found: Finding[] = []
  const natures = ends.map((end) => natureOfAddress(reading(end)))
  const { input } = surroundings
  const stdio = natures.some(({ kind }) => kind === 'stdio')
  const keyboard = stdio && input === 'keyboard'
  const verbose = flags.filter(({ name }) => /^-d+$/.test(name))
  const [only] = verbose
  if (only?.name === '-d' && verbose.length === 1) found.push(finding('single-d', only, {}, [replace(only, '-d -d')]))

  const silence = flags.find(({ name }) => name === '-T')
  if (silence?.value) {
    const seconds = silence.value.text
    if (keyboard && Number(seconds) < 10) found.push(finding('cut-by-silence', silence, { seconds }))
    else found.push(finding('silence-after-connect', silence, { seconds }))
  }
  const after = flags.find(({ name }) => name === '-t')
  if (after?.value) found.push(finding('t-is-not-T', after, { seconds: after.value.text }))

  const stream = natures.findIndex(
    ({ verb, carrier }) => verb === 'connect' && (carrier === 'tcp' || carrier === 'tls' || carrier === 'unix'),
  )
  const speaks = ends[1 - stream]
  if (!after && stream >= 0 && stdio && speaks && directionOf(command) === 'both') {
    const at = command.program?.to
    const mend = at === undefined ? null : [put(at, ' -t 5')]
    found.push(keyboard ? finding('half-second', speaks) : finding('half-second-fed', speaks, {}, mend))
  }
  return found
}
