/**
 * Datagrams over UDP (RFC 768) by node:dgram. Counterpart: the port.
 * Invariant: a socket has one family. One of IPv6 takes no IPv4, so that an address is written in one way only, and both
 * families on one port are two sockets.
 */
import type { SocketAddress } from '#shared/net/address.ts'
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Ticket } from '../admission/places.ts'
import { nameOf, own } from '../core/own.ts'
import { LabError } from '../core/errors.ts'
import type { DatagramEndpoint, DatagramHandlers, DatagramSocket } from './datagram-port.ts'
import type { ListeningOptions } from './listening.ts'
import { listenError, reachableAt } from './tcp.ts'

export function udpEndpoint({ descriptors }: ListeningOptions): DatagramEndpoint {
  return {
    bind: async (at, receiveBuffer = 0) => open(at, receiveBuffer, null, descriptors.must('programs')),
    connect: async (from, to, part = 'programs') => open({ host: from, port: 0 }, 0, to, descriptors.must(part)),
    listenerOf: ({ local: { host, port } }) => ({ transport: 'udp', host, port, reachable: reachableAt(host, true) }),
  }
}

/** @param place its descriptor's, given back when it is closed */
async function open(
  { host, port }: SocketAddress,
  receiveBuffer: number,
  to: SocketAddress | null,
  place: Ticket,
): Promise<DatagramSocket> {
  const ipv6 = isIPv6(host)
  const socket = createSocket({
    type: ipv6 ? 'udp6' : 'udp4',
    ipv6Only: ipv6,
    ...(receiveBuffer > 0 && { recvBufferSize: receiveBuffer }),
  })
  // From its birth: an ICMP answer can come as soon as the socket is connected.
  own(socket)
  socket.once('close', () => place.giveBack())
  // At once: Node begins to read before it says so, and nothing may be read ahead of the program.
  socket.once('listening', () => handleOf(socket).recvStop())
  try {
    await settled(socket, (done) => socket.bind({ address: host, port, exclusive: true }, done))
    if (to) await settled(socket, (done) => socket.connect(to.port, to.host, done))
  } catch (error) {
    socket.close()
    throw to ? unreachable(to, error) : listenError(error as NodeJS.ErrnoException, host, port)
  }
  return new UdpSocket(socket)
}

/** Resolves when `begin` has come to its end, rejects with the error that the socket has meanwhile. */
function settled(socket: Socket, begin: (done: (error?: Error) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    begin((error) => {
      socket.off('error', reject)
      if (error) reject(error)
      else resolve()
    })
  })
}

class UdpSocket implements DatagramSocket {
  readonly local: SocketAddress
  readonly receiveBuffer: number
  readonly #socket: Socket
  #open = true

  constructor(socket: Socket) {
    const { address, port } = socket.address()
    this.local = { host: address, port }
    this.receiveBuffer = socket.getRecvBufferSize()
    this.#socket = socket
  }

  handle(handlers: DatagramHandlers): void {
    this.#socket.on('message', (bytes: Buffer, { address, port }: RemoteInfo) =>
      handlers.received(bytes, { host: address, port }),
    )
    this.#socket.on('error', (error: NodeJS.ErrnoException) => handlers.failed(nameOf(error)))
  }

  resume(): void {
    if (this.#open) handleOf(this.#socket).recvStart()
  }

  pause(): void {
    if (this.#open) handleOf(this.#socket).recvStop()
  }

  send(bytes: Uint8Array, to: SocketAddress | null): Promise<string | null> {
    return new Promise((resolve) => {
      const done = (error: NodeJS.ErrnoException | null): void => resolve(error && nameOf(error))
      if (!this.#open) return resolve('EBADF')
      // Node refuses some addresses by a throw: port 0, for one, from which a datagram may well come.
      try {
        if (to) this.#socket.send(bytes, to.port, to.host, done)
        else this.#socket.send(bytes, done)
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        resolve(code === 'ERR_SOCKET_BAD_PORT' ? 'EINVAL' : (code ?? message))
      }
    })
  }

  close(): Promise<void> {
    if (!this.#open) return Promise.resolve()
    this.#open = false
    return new Promise((done) => this.#socket.close(done))
  }
}

interface Handle {
  recvStart(): number
  recvStop(): number
}

/**
 * What Node keeps below a socket, under a symbol of its own. A datagram socket has no pause: it is read for as long as it is
 * open, and a program that does not keep up would have its datagrams in this process's memory instead of in the kernel,
 * whose buffer is bounded and whose table counts what it drops. Not documented; the contract's test says so if it goes.
 */
function handleOf(socket: Socket): Handle {
  const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'state symbol')
  const state = symbol && (socket as unknown as Record<symbol, { handle?: Partial<Handle> } | undefined>)[symbol]
  const { handle } = state ?? {}
  if (!handle?.recvStart || !handle.recvStop) throw new LabError('internal')
  return handle as Handle
}

const unreachable = ({ host, port }: SocketAddress, error: unknown): LabError =>
  new LabError('connection-failed', { host, port, errno: (error as NodeJS.ErrnoException).code ?? 'EIO' }, error)
