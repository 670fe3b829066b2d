/** Small programs that join a run, to paste. Counterpart: `join/commands.ts`. Pure. */

type Destination =
  | { readonly path: string }
  /** @property ca file of the authority that vouches for the lab; null by plain TCP */
  | { readonly host: string; readonly port: number; readonly ca: string | null }

export function python(to: Destination): string {
  return 'ca' in to && to.ca !== null ? inTurns(connection(to)) : inThreads(connection(to))
}

/** Two directions at once, as in question 4: a thread hears while the main program speaks. */
const inThreads = (connection: string): string => `\
import socket, sys, threading

${connection}

def hear():
    while data := s.recv(4096):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin:
    s.sendall(line.encode())
`

/**
 * Both with select, as in question 6: two threads may not share a TLS connection (OpenSSL's rule), and Python does not keep
 * them apart. The read does not block, since what came may be no data but a ticket of the session (RFC 8446, 4.6.1).
 * On Windows, select takes no keyboard.
 */
const inTurns = (connection: string): string => `\
import os, select, socket, ssl, sys

${connection}

while True:
    ready, _, _ = select.select([s, sys.stdin], [], [])
    if sys.stdin in ready:
        typed = os.read(0, 4096)
        if not typed:
            break
        s.sendall(typed)
    if s in ready:
        s.setblocking(False)
        try:
            while data := s.recv(4096):
                sys.stdout.buffer.write(data)
            break
        except ssl.SSLWantReadError:
            pass
        s.setblocking(True)
        sys.stdout.flush()
`

function connection(to: Destination): string {
  if ('path' in to) return `s = socket.socket(socket.AF_UNIX)\ns.connect(${JSON.stringify(to.path)})`
  const plain = `s = socket.create_connection(('${to.host}', ${to.port}))`
  if (to.ca === null) return plain
  return `${plain}
trust = ssl.create_default_context(cafile='${to.ca}')
s = trust.wrap_socket(s, server_hostname='${to.host}')`
}

export const POWERSHELL = (host: string, port: number): string => `\
$client = [Net.Sockets.TcpClient]::new('${host}', ${port})
$stream = $client.GetStream()
$buffer = [byte[]]::new(4096)
while ($client.Connected) {
  while ($stream.DataAvailable) {
    $count = $stream.Read($buffer, 0, $buffer.Length)
    [Console]::Write([Text.Encoding]::UTF8.GetString($buffer, 0, $count))
  }
  if ([Console]::KeyAvailable) {
    $line = [Text.Encoding]::UTF8.GetBytes([Console]::ReadLine() + "\`n")
    $stream.Write($line, 0, $line.Length)
  }
  Start-Sleep -Milliseconds 50
}
`
