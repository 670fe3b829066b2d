// Question 6
const net = require('net')
const sockets = new Set()
net
  .createServer((socket) => {
    sockets.add(socket)
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', (data) => {
      text += data
      const lines = text.split('\n')
      text = lines.pop()
      for (const line of lines) for (const each of sockets) each.write(line + '\n', 'latin1')
    })
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  .listen(Number(process.argv[2]), '0.0.0.0')
