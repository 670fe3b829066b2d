/** Small programs that join a run, to paste. Counterpart: `commands.ts`. Pure. */

type Destination =
  | { readonly path: string }
  /** @property ca file of the authority that vouches for the lab; null by plain TCP */
  | { readonly host: string; readonly port: number; readonly ca: string | null }

/** Two directions at once, as in question 4: a thread hears while the main program speaks. */
export function python(to: Destination): string {
  const tls = 'ca' in to && to.ca !== null
  return `\
import socket, sys, threading${tls ? ', ssl' : ''}

${connection(to)}

def hear():
    while data := s.recv(4096):
        sys.stdout.buffer.write(data)
        sys.stdout.flush()

threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin:
    s.sendall(line.encode())
`
}

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
