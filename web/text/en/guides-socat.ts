import type * as fr from '../fr/guides-socat.ts'

export const socatGuides: typeof fr.socatGuides = {
  tls: {
    button: 'TLS',
    title: 'A TLS listener',
    steps: {
      'tls-listener': 'Join, “Listeners of the run”: open a TLS listener.',
      'tls-in': 'Paste its command, with the authority downloaded beside it.',
      'no-authority': 'Without cafile: “it does not trust the certificate”.',
      'not-tls': 'By TCP to that listener, and a line: “this is no TLS”.',
    },
    why: [
      'TLS begins after connect: the certificate is shown within a TCP connection that is already open, and the client may still refuse it.',
      'The kernel sees a TCP connection only: the two programs do the encryption.',
    ],
  },
  unix: {
    button: 'Unix socket',
    title: 'A socket without a network',
    steps: {
      'unix-listener': 'Join: open a unix listener, and look at its file with ls -l.',
      'unix-in': 'Paste its command.',
      'unix-count': 'The kernel counts the connections; the client has neither address nor port.',
    },
    why: [
      'The path is a name in the file system, of type s. The bytes pass through no network interface.',
      'The file’s permissions say who may connect: with 0600, its owner only.',
    ],
  },
  ipv6: {
    button: 'IPv6',
    title: 'Two families, one room',
    steps: {
      'v6-listener': 'Join: open an IPv6 listener.',
      'v6-in': 'Paste its command: TCP6, and the address in brackets.',
      'v4-in': 'Come by IPv4 as well: socat STDIO {socat}',
      families: 'Both are in the same run; the list says by which listener each one came.',
    },
    why: [
      'A socket of AF_INET and one of AF_INET6 each have their family of addresses; the program waits for both with select.',
    ],
  },
  'file-in': {
    button: 'Receive a file',
    title: 'FIN is the end of the file',
    steps: {
      'file-begun': 'In a terminal: socat -u OPEN:f {socat}',
      'file-whole': 'The file is whole: compare its SHA-256 sum with that of sha256sum f.',
    },
    why: [
      'TCP carries neither name nor length: only FIN says that it is over. A sender that is interrupted sends FIN as well, and then only the sum shows what is missing.',
    ],
  },
  'file-out': {
    button: 'Send a file',
    title: 'The receiver goes away',
    steps: {
      'file-offered': 'Drop a file on the page.',
      'file-taken': 'In a terminal: socat -u {socat} OPEN:f,create,trunc',
      'file-cut': 'Drop a large file, and Ctrl+C while it is sent: the page marks it as interrupted.',
    },
    why: [
      'Whoever sends learns that the other has left before the end: its kernel receives RST. Whoever receives knows it by the sum only.',
    ],
  },
  udp: {
    button: 'Datagrams',
    title: 'Boundaries, no connection',
    steps: {
      'two-senders': 'In two terminals: socat STDIO {socat}, and a line in each.',
      empty: 'An empty datagram: socat -u /dev/null {socat},shut-null',
      boundaries: 'Each send is a datagram, and recvfrom returns it whole.',
      'one-socket': 'In the kernel: a single UDP socket, and what it dropped.',
    },
    why: [
      'UDP keeps boundaries and nothing else: no connection, no order, no answer that somebody has received.',
      'A datagram that is too large does not leave: sendto fails with EMSGSIZE, at the sender.',
    ],
  },
  idle: {
    button: 'Idle time-out',
    title: 'Who closes first',
    steps: {
      'idle-in': 'In a terminal, without typing anything: socat STDIO {socat}',
      'left-first': 'Then socat -T 5 STDIO {socat}: socat leaves first.',
      countdown: 'The participant has a countdown of 10 s.',
      'idle-out': 'At zero, the program closes.',
    },
    why: [
      'TCP has no idle time-out: a silent connection lasts until somebody closes it. It is a program that counts, at one end or the other.',
      '-T counts seconds without a byte in either direction; -t matters only after an end of file.',
    ],
  },
  trace: {
    button: 'System calls',
    title: 'The same event, from both ends',
    steps: {
      'in-pieces': 'As {1}, send a line in pieces.',
      'fin-sent': 'As {1}, stop speaking (FIN).',
      'rst-sent': 'As {2}, cut off (RST).',
      beside: 'Beside it, in a terminal: socat -d -d STDIO {socat}. The Trace tab tells the other end.',
    },
    why: [
      'recv does not return a line, but what has come: a line in pieces takes several calls.',
      'FIN reads as an end of file, recv returns 0; RST reads as an error, ECONNRESET.',
    ],
  },
}
