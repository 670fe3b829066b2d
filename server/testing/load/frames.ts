/** WebSocket frames of a client as bytes (RFC 6455, 5.2), and what comes before them, for those who play one by hand. */

/** One masked frame. The mask is zero: the payload stands as it is. @param first the first byte: FIN and opcode */
export function frame(first: number, payload: string | Uint8Array = ''): Buffer {
  const bytes = Buffer.from(payload)
  const { length } = bytes
  const size =
    length < 126
      ? [0x80 | length]
      : length < 65_536
        ? [0xfe, length >> 8, length & 0xff]
        : [0xff, 0, 0, 0, 0, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]
  return Buffer.concat([Buffer.from([first, ...size, 0, 0, 0, 0]), bytes])
}

export const text = (message: object | string): Buffer =>
  frame(0x81, typeof message === 'string' ? message : JSON.stringify(message))

export const upgrade = (port: number, path = '/api/ws'): Buffer =>
  Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )

/** A page's beginning: the upgrade, then `hello`. */
export const greeting = (port: number): Buffer => Buffer.concat([upgrade(port), text({ type: 'hello', protocol: 2 })])
