/**
 * The address types of socat 1.7.4: names with their aliases, parameters, and the option groups that they take.
 * Facts of `socat -hhh`; `names.test.ts` compares them with the socat of the machine.
 * Counterpart: `option-names.ts`. Invariant: names are in lower case, as socat compares them.
 */

export interface AddressType {
  /** The name that stands for all its aliases, e.g. `tcp-connect`. */
  readonly name: string
  /** What its parameters are called, in order: `host`, `port`, `filename`, … */
  readonly params: readonly string[]
  /** How many of them may be left out at the end. */
  readonly optional: number
  readonly groups: ReadonlySet<string>
}

const ROWS = `
abstract-client=abstract | filename | FD SOCKET RETRY UNIX
abstract-connect | filename | FD SOCKET RETRY UNIX
abstract-listen | filename | FD SOCKET LISTEN CHILD RETRY UNIX
abstract-recv | filename | FD SOCKET RETRY UNIX
abstract-recvfrom | filename | FD SOCKET CHILD RETRY UNIX
abstract-sendto | filename | FD SOCKET RETRY UNIX
create=creat | filename | FD REG NAMED
exec | command-line | FD FIFO SOCKET EXEC FORK TERMIOS PTY PARENT UNIX
fd | num | FD FIFO CHR BLK REG SOCKET TERMIOS UNIX IP4 IP6 UDP TCP SCTP
gopen | filename | FD FIFO CHR BLK REG SOCKET NAMED OPEN TERMIOS UNIX
interface=if | interface | FD SOCKET
ip-datagram=ip-dgram | host protocol | FD SOCKET RANGE IP4 IP6
ip-recv | protocol | FD SOCKET RANGE IP4 IP6
ip-recvfrom | protocol | FD SOCKET CHILD RANGE IP4 IP6
ip-sendto=ip=ip-send | host protocol | FD SOCKET IP4 IP6
ip4-datagram=ip4-dgram | host protocol | FD SOCKET RANGE IP4
ip4-recv | protocol | FD SOCKET RANGE IP4
ip4-recvfrom | protocol | FD SOCKET CHILD RANGE IP4
ip4-sendto=ip4=ip4-send | host protocol | FD SOCKET IP4
ip6-datagram=ip6-dgram | host protocol | FD SOCKET RANGE IP6
ip6-recv | protocol | FD SOCKET RANGE IP6
ip6-recvfrom | protocol | FD SOCKET CHILD RANGE IP6
ip6-sendto=ip6=ip6-send | host protocol | FD SOCKET IP6
open=file | filename | FD FIFO CHR BLK REG NAMED OPEN TERMIOS
openssl=openssl-connect=ssl | host port | FD SOCKET CHILD RETRY IP4 IP6 TCP OPENSSL
openssl-dtls-client=dtls=dtls-c=dtls-client=dtls-connect=openssl-dtls-connect | host port | FD SOCKET CHILD RETRY IP4 IP6 UDP OPENSSL
openssl-dtls-server=dtls-l=dtls-listen=dtls-server=openssl-dtls-listen | port | FD SOCKET LISTEN CHILD RETRY RANGE IP4 IP6 UDP OPENSSL
openssl-listen=ssl-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP4 IP6 TCP OPENSSL
pipe=echo=fifo | filename? | FD FIFO NAMED OPEN
proxy=proxy-connect | proxy-server host port | FD SOCKET CHILD RETRY IP4 IP6 TCP HTTP
pty | | FD NAMED TERMIOS PTY
sctp-connect=sctp | host port | FD SOCKET CHILD RETRY IP4 IP6 SCTP
sctp-listen=sctp-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP4 IP6 SCTP
sctp4-connect=sctp4 | host port | FD SOCKET CHILD RETRY IP4 SCTP
sctp4-listen=sctp4-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP4 SCTP
sctp6-connect=sctp6 | host port | FD SOCKET CHILD RETRY IP6 SCTP
sctp6-listen=sctp6-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP6 SCTP
socket-connect | domain protocol remote-address | FD SOCKET CHILD RETRY
socket-datagram=datagram=dgram | domain type protocol remote-address | FD SOCKET RANGE
socket-listen | domain protocol local-address | FD SOCKET LISTEN CHILD RETRY RANGE
socket-recv | domain type protocol local-address | FD SOCKET RANGE
socket-recvfrom | domain type protocol local-address | FD SOCKET CHILD RANGE
socket-sendto=sendto | domain type protocol remote-address | FD SOCKET
socks4=socks | socks-server host port | FD SOCKET CHILD RETRY IP4 IP6 TCP SOCKS4
socks4a | socks-server host port | FD SOCKET CHILD RETRY IP4 IP6 TCP SOCKS4
stderr | | FD FIFO CHR BLK REG SOCKET TERMIOS UNIX IP4 IP6 UDP TCP SCTP
stdin | | FD FIFO CHR BLK REG SOCKET TERMIOS UNIX IP4 IP6 UDP TCP SCTP
stdio=- | | FD FIFO CHR BLK REG SOCKET TERMIOS UNIX IP4 IP6 UDP TCP SCTP
stdout | | FD FIFO CHR BLK REG SOCKET TERMIOS UNIX IP4 IP6 UDP TCP SCTP
system | shell-command | FD FIFO SOCKET EXEC FORK TERMIOS PTY PARENT UNIX
tcp-connect=inet=tcp | host port | FD SOCKET CHILD RETRY IP4 IP6 TCP
tcp-listen=inet-l=inet-listen=tcp-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP4 IP6 TCP
tcp4-connect=inet4=tcp4 | host port | FD SOCKET CHILD RETRY IP4 TCP
tcp4-listen=inet4-l=inet4-listen=tcp4-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP4 TCP
tcp6-connect=inet6=tcp6 | host port | FD SOCKET CHILD RETRY IP6 TCP
tcp6-listen=inet6-l=inet6-listen=tcp6-l | port | FD SOCKET LISTEN CHILD RETRY RANGE IP6 TCP
tun | ip-addr/bits? | FD CHR NAMED OPEN INTERFACE
udp-connect=udp | host port | FD SOCKET IP4 IP6 UDP
udp-datagram=udp-dgram | host port | FD SOCKET RANGE IP4 IP6 UDP
udp-listen=udp-l | port | FD SOCKET LISTEN CHILD RANGE IP4 IP6 UDP
udp-recv | port | FD SOCKET RANGE IP4 IP6 UDP
udp-recvfrom | port | FD SOCKET CHILD RANGE IP4 IP6 UDP
udp-sendto=udp-send | host port | FD SOCKET IP4 IP6 UDP
udp4-connect=udp4 | host port | FD SOCKET IP4 UDP
udp4-datagram=udp4-dgram | host port | FD SOCKET RANGE IP4 UDP
udp4-listen=udp4-l | port | FD SOCKET LISTEN CHILD RANGE IP4 UDP
udp4-recv | port | FD SOCKET RANGE IP4 UDP
udp4-recvfrom | port | FD SOCKET CHILD RANGE IP4 UDP
udp4-sendto=udp4-send | host port | FD SOCKET IP4 UDP
udp6-connect=udp6 | host port | FD SOCKET IP6 UDP
udp6-datagram=udp6-dgram | host port | FD SOCKET RANGE IP6 UDP
udp6-listen=udp6-l | port | FD SOCKET LISTEN CHILD RANGE IP6 UDP
udp6-recv | port | FD SOCKET RANGE IP6 UDP
udp6-recvfrom | port | FD SOCKET CHILD RANGE IP6 UDP
udp6-sendto=udp6-send | host port | FD SOCKET IP6 UDP
unix-client=unix | filename | FD SOCKET NAMED RETRY UNIX
unix-connect=local | filename | FD SOCKET NAMED RETRY UNIX
unix-listen=unix-l | filename | FD SOCKET NAMED LISTEN CHILD RETRY UNIX
unix-recv | filename | FD SOCKET NAMED RETRY UNIX
unix-recvfrom | filename | FD SOCKET NAMED CHILD RETRY UNIX
unix-sendto=unix-send | filename | FD SOCKET NAMED RETRY UNIX
vsock-connect=vsock | cid port | FD SOCKET CHILD RETRY
vsock-listen=vsock-l | port | FD SOCKET LISTEN CHILD RETRY
`

function read(row: string): [string, AddressType][] {
  const [names = '', params = '', groups = ''] = row.split('|').map((cell) => cell.trim())
  const [name = '', ...aliases] = names.split('=')
  const listed = params.split(' ').filter(Boolean)
  const type: AddressType = {
    name,
    params: listed.map((param) => param.replace('?', '')),
    optional: listed.filter((param) => param.endsWith('?')).length,
    groups: new Set(groups.split(' ')),
  }
  return [name, ...aliases].map((one) => [one, type])
}

/** Every name and alias. `readline` is not among them: Debian and Ubuntu build socat without it. */
export const ADDRESS_TYPES: ReadonlyMap<string, AddressType> = new Map(ROWS.trim().split('\n').flatMap(read))

/** The type of this name in any letter case. */
export const addressType = (name: string): AddressType | null => ADDRESS_TYPES.get(name.toLowerCase()) ?? null
