/** nc, ncat and telnet: the repair is a command that socat takes, and where there is none no wrong one is offered. */
import { describe, expect, it } from 'vitest'
import { coach } from '../coach.ts'
import { apply } from '../command/model.ts'
import { partsOf } from '../parts.ts'

describe('a command of another tool', () => {
  it.each([
    ['nc 127.0.0.1 6789', 'socat STDIO TCP:127.0.0.1:6789'],
    ['nc -l 6789', 'socat TCP-LISTEN:6789,reuseaddr STDIO'],
    ['nc -lvnp 6789', 'socat TCP-LISTEN:6789,reuseaddr STDIO'],
    ['nc -l 127.0.0.1 6789', 'socat TCP-LISTEN:6789,reuseaddr,bind=127.0.0.1 STDIO'],
    ['nc -u 127.0.0.1 9000', 'socat STDIO UDP:127.0.0.1:9000'],
    ['nc -ul 9000', 'socat UDP-LISTEN:9000 STDIO'],
    ['nc -6 ::1 6789', "socat STDIO 'TCP6:[::1]:6789'"],
    ['nc -U /tmp/porte', 'socat STDIO UNIX-CONNECT:/tmp/porte'],
    ['nc -lU /tmp/porte', 'socat UNIX-LISTEN:/tmp/porte STDIO'],
    ['nc -q 5 127.0.0.1 6789', 'socat -t 5 STDIO TCP:127.0.0.1:6789'],
    ['nc -C 127.0.0.1 6789', 'socat STDIO TCP:127.0.0.1:6789,crnl'],
    ['nc -p 5000 127.0.0.1 6789', 'socat STDIO TCP:127.0.0.1:6789,sourceport=5000'],
    ['nc -l -p 6789 -e /bin/cat', 'socat TCP-LISTEN:6789,reuseaddr EXEC:/bin/cat'],
    ['ncat -lk 6789 -c "tr a b"', "socat TCP-LISTEN:6789,reuseaddr,fork 'SYSTEM:tr a b'"],
    ['ncat --ssl 127.0.0.1 8443', 'socat STDIO OPENSSL:127.0.0.1:8443,verify=0'],
    ['telnet 127.0.0.1 6789', 'socat STDIO TCP:127.0.0.1:6789'],
    ['sudo nc -l 80', 'sudo socat TCP-LISTEN:80,reuseaddr STDIO'],
    ['echo GET | nc 127.0.0.1 6789', 'echo GET | socat STDIO TCP:127.0.0.1:6789'],
  ])('%s -> %s', (command, mended) => {
    const lesson = coach(command)
    expect(lesson?.findings.map(({ code }) => code)).toEqual(['other-program'])
    expect(apply(command, lesson?.findings[0]?.mend ?? [])).toBe(mended)
    expect(coach(mended)?.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it.each([
    'nc -zv 127.0.0.1 1-100',
    'nc -lk 6789',
    'nc',
    'nc -X 5 -x p:1 h 1',
    'ncat --sctp h 1',
    'telnet h',
    'ls -l',
  ])('%s has no repair rather than a wrong one', (command) => {
    expect(coach(command)?.findings.map(({ code, mend }) => ({ code, mend }))).toEqual([
      { code: 'other-program', mend: null },
    ])
  })

  it('is not taken apart as if it were socat’s', () => {
    const lesson = coach('nc -l -p 6789')
    expect(lesson && partsOf(lesson.command).map(({ role, key }) => `${role} ${key}`)).toEqual(['program other'])
  })
})
