/**
 * The process that reads a shared connection, as the child of a fork does (worksheet question 4). It is started by
 * `shared-reading.ts`, gets the socket over its channel, tells what each read returned, and ends with the stream.
 * Invariant: it ends when its parent does, however that dies, since the channel closes with it.
 * Plain JavaScript: stripping types would double the time that it takes to start.
 */

/**
 * @typedef {import('node:net').Socket} Socket
 * @typedef {import('./shared-reading.ts').FromReader} FromReader
 */

/** @type {(message: FromReader, then?: () => void) => void} */
const tell = (message, then = () => {}) => void process.send?.(message, undefined, {}, then)
/** @returns {never} */
const exit = () => process.exit(0)

process.once('disconnect', exit)
// Ctrl+C on a terminal reaches the whole group: the parent decides when it is over.
process.on('SIGINT', () => {})

process.once('message', (_, handle) => {
  const socket = /** @type {Socket | undefined} */ (handle)
  if (!socket) return exit()
  // By default the end of the stream would close the socket, which the parent still writes to.
  socket.allowHalfOpen = true
  socket.on('data', (bytes) => {
    // One chunk at a time: the rest stays in the kernel until the parent asks for more.
    socket.pause()
    tell({ type: 'read', bytes })
  })
  process.on('message', () => socket.resume())
  socket.on('end', () => tell({ type: 'ended' }, exit))
  socket.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
    tell({ type: 'failed', errno: error.code ?? error.message }, exit),
  )
  socket.resume()
})
