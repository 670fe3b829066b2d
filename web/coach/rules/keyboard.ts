/** The keyboard whose settings the command changes: what Enter sends then, and which keys do no more what they did. */
import { finding, put, type Finding } from '../command/finding.ts'
import type { Address, Command } from '../command/model.ts'
import { directionOf, natureOfAddress, reading } from '../command/nature.ts'

/** Options of termios(3) after which CR stays CR, in the order in which socat applies them. */
const RAW = new Set(['raw', 'termios-cfmakeraw', 'termios-rawer'])

function sendsCr(address: Address, rawTerminal: boolean): boolean {
  let raw = rawTerminal
  for (const { type, value } of address.options) {
    const name = type?.name ?? ''
    const off = value?.text === '0'
    if (RAW.has(name) || (name === 'icrnl' && off)) raw = true
    else if (name === 'icrnl') raw = false
  }
  // `cr` is no setting of the terminal: socat itself exchanges CR and LF.
  return raw && !address.options.some(({ type }) => type?.name === 'cr')
}

/** A terminal in raw mode sends CR for Enter (termios(3), ICRNL), and whoever reads by lines waits for LF. */
export function keyboardRules(command: Command): Finding[] {
  const { ends, surroundings } = command
  const direction = directionOf(command)
  if (surroundings.input !== 'keyboard') return []
  return ends.flatMap((end, at): Finding[] => {
    const address = reading(end)
    const other = reading(ends[1 - at])
    const read = direction === 'both' || (direction === 'right') === (at === 0)
    const { kind } = natureOfAddress(address)
    if (!address || !read || kind !== 'stdio' || natureOfAddress(other).kind !== 'socket') return []
    if (!sendsCr(address, surroundings.rawTerminal)) return []
    return [finding('raw-enter', address, {}, [put(address.to, ',icrnl')])]
  })
}
