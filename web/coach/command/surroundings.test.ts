/** What stands around socat on the line: who starts it, and what is behind its standard streams. */
import { describe, expect, it } from 'vitest'
import { commandOf } from './command.ts'

describe('around the command', () => {
  it.each([
    ['socat - TCP:h:1', 'keyboard screen'],
    ['echo a | socat - TCP:h:1', 'pipe screen'],
    ['yes | socat -u - TCP:h:1', 'pipe screen'],
    ['socat - TCP:h:1 < f', 'file screen'],
    ['socat - TCP:h:1 > f', 'keyboard file'],
    ['socat - TCP:h:1 2> f', 'keyboard screen'],
    ['socat - TCP:h:1 | wc -c', 'keyboard pipe'],
    ['socat -u TCP:h:1 - && wc -c f', 'keyboard screen'],
    ['sudo socat - TCP:h:1', 'keyboard screen root'],
    ['sudo -u root /usr/bin/socat - TCP:h:1', 'keyboard screen root'],
    ['sudo -u ana socat - TCP:h:1', 'keyboard screen'],
    ['doas env A=1 socat - TCP:h:1', 'keyboard screen root'],
    ['timeout -k 1 5s socat - TCP:h:1', 'keyboard screen'],
    ['stdbuf -o L socat - TCP:h:1', 'keyboard screen'],
    ['strace -f -e trace=network socat - TCP:h:1', 'keyboard screen'],
    ['stty raw -echo; socat - TCP:h:1', 'keyboard screen raw'],
    ['stty sane; socat - TCP:h:1', 'keyboard screen'],
  ])('%s: %s', (line, wanted) => {
    const command = commandOf(line)
    if (!command) throw new Error('no command')
    const { input, output, root, rawTerminal } = command.surroundings
    expect([input, output, ...(root ? ['root'] : []), ...(rawTerminal ? ['raw'] : [])].join(' ')).toBe(wanted)
    expect(command.program?.text).toMatch(/socat$/)
    expect(command.ends).toHaveLength(2)
  })
})
