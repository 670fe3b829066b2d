/** A server that is no program of the lab, for those that connect, in tests. */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from './raw-client.ts'

/** Listens on a free port; keeps what it hears. */
export async function stranger() {
  const sockets: Socket[] = []
  let heard = ''
  let ended = false
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')))
    socket.on('end', () => (ended = true))
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const peer = async (): Promise<Socket> => {
    await until(
      'a client',
      () => sockets.length,
      (count) => count > 0,
    )
    return sockets[0]!
  }
  return {
    target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    peer,
    sawFin: () =>
      until(
        'FIN',
        () => ended,
        (seen) => seen,
      ),
    hears: (text: string) =>
      until(
        JSON.stringify(text),
        () => heard,
        (all) => all === text,
      ),
  }
}
