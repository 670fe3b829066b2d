/**
 * Connects and pours bytes as fast as they are taken: what it is sent tells which. Counterpart: `attack.ts`, which forks it.
 * Says `under way` once it pours on every connection; a connection that ends is made anew.
 */
import { connect } from 'node:net'

/** @param {import('./attack.ts').AttackSpec} spec */
function begin({ port, connections, reads, inTurn, leaves, resets, ...spec }) {
  const [prelude, pour] = [Buffer.from(spec.prelude, 'base64'), Buffer.from(spec.pour, 'base64')]
  let pouring = 0

  const attack = () => {
    const socket = connect(port, '127.0.0.1')
    const once = () => void (socket.writable && socket.write(pour))
    const on = () => {
      while (socket.writable && socket.write(pour));
    }
    socket.on('error', () => {})
    socket.on('close', () => setImmediate(attack))
    socket.on('connect', () => {
      socket.setNoDelay()
      if (prelude.length > 0) socket.write(prelude)
      if (++pouring === connections) process.send?.('under way')
      if (leaves) socket.end(pour)
      else if (resets) socket.write(pour, () => socket.resetAndDestroy())
      else if (inTurn) once()
      else on()
    })
    if (!inTurn && !leaves && !resets) socket.on('drain', on)
    if (inTurn) socket.on('data', once)
    else if (reads) socket.resume()
  }

  for (let n = 0; n < connections; n++) attack()
}

process.on('message', begin)
process.on('disconnect', () => process.exit(0))
