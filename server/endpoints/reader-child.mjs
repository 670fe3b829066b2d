/**
 * The process that reads a shared connection, as the child of a fork does (worksheet questions 4 and 5). It is started by
 * `shared-reading.ts`, gets the socket over its channel, tells what each read returned, and ends with the stream.
 * Plain JavaScript, without imports: it starts in half the time and a third less memory than where types are to be
 * stripped (docs/decisions/real-processes.md).
 * Invariants: it reads once each time that it is told to, and leaves the rest in the kernel; it ends when its parent does,
 * however that dies, since the channel closes with it.
 */

/** @import { FromReader } from './shared-reading.ts' */
/** @typedef {import('node:net').Socket & { _handle?: { reading: boolean, readStop(): void, readStart(): void } | null }} Socket */

/** @param {FromReader} message */
const tell = (message, then = () => {}) => void process.send?.(message, undefined, {}, then)
const exit = () => process.exit(0)

process.once('disconnect', exit)
// Ctrl+C on a terminal reaches the whole group: the parent decides when it is over.
process.on('SIGINT', () => {})

process.once('message', (_, /** @type {Socket | undefined} */ socket) => {
  if (!socket) return exit()
  // By default the end of the stream would close the socket, which the parent still writes to.
  socket.allowHalfOpen = true
  hold(socket)
  socket.on('data', (/** @type {Buffer} */ bytes) => {
    hold(socket)
    tell({ type: 'read', bytes })
  })
  socket.on('end', () => tell({ type: 'ended' }, exit))
  socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
    tell({ type: 'failed', errno: error.code ?? error.message }, exit),
  )
  process.on('message', () => readOnce(socket))
  tell({ type: 'ready' })
})

/**
 * `pause` alone would let the next read take up to 64 KiB into this process.
 * @param {Socket} socket
 */
function hold(socket) {
  socket.pause()
  if (!socket._handle?.reading) return
  socket._handle.reading = false
  socket._handle.readStop()
}

/** @param {Socket} socket */
function readOnce(socket) {
  socket.resume()
  if (!socket._handle || socket._handle.reading) return
  socket._handle.reading = true
  socket._handle.readStart()
}
