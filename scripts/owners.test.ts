/** Lint finds the next socket, stream or child that nobody owns the errors of, in whatever way it is made. */
import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

/** A module of the lab that makes nothing of the kind. */
const IN_THE_LAB = 'server/core/own.ts'
const lint = new ESLint({
  // What needs the types of the whole project says nothing of this.
  overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
  ruleFilter: ({ ruleId }) => /restricted/.test(ruleId),
})

const faults = async (code: string, filePath = IN_THE_LAB): Promise<string[]> => {
  const [result] = await lint.lintText(code, { filePath })
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message)
}

it.each([
  ["import { connect } from 'node:net'", 'connect()'],
  ["import { Socket } from 'node:net'", 'new Socket()'],
  ["import net from 'node:net'", 'net.createConnection(1)'],
  ["import * as net from 'node:net'", 'net.createServer()'],
  ["import { TLSSocket } from 'node:tls'", 'new TLSSocket(null)'],
  ["import { createServer } from 'node:http2'", 'createServer()'],
  ["import { createSocket } from 'node:dgram'", "createSocket('udp4')"],
  ["import { WebSocket } from 'ws'", "new WebSocket('ws://x')"],
  ["import WebSocket from 'ws'", "new WebSocket('ws://x')"],
  ["import { execFile } from 'node:child_process'", "execFile('x')"],
  ["import { Worker } from 'node:worker_threads'", "new Worker('x')"],
  ["import { createReadStream } from 'node:fs'", "createReadStream('x')"],
  ["import { open } from 'node:fs/promises'", "(await open('x')).createReadStream()"],
  ["import { createGunzip } from 'node:zlib'", 'createGunzip()'],
  ["import { PassThrough } from 'node:stream'", 'new PassThrough()'],
  ["import { createInterface } from 'node:readline'", 'createInterface({})'],
  ["const net = await import('node:net')", 'net.connect(1)'],
  ["const net = process.getBuiltinModule('node:net')", 'net.connect(1)'],
  ['const { stdout } = process', "stdout.write('x')"],
])('%s', async (importing, use) => {
  expect(await faults(`${importing}\nexport const made = () => ${use.replace('await ', '')}\n`)).not.toEqual([])
})

it.each([
  "import type { Socket } from 'node:net'\nexport const of = (socket: Socket) => socket",
  "import { isIP } from 'node:net'\nexport const is = (text: string) => isIP(text)",
  "import { pipeline } from 'node:stream/promises'\nexport { pipeline }",
])('lets the rest be: %s', async (code) => {
  expect(await faults(code)).toEqual([])
})

it('knows where each is made', async () => {
  const code = "import { connect } from 'node:net'\nexport const made = () => connect(1)\n"
  expect(await faults(code, 'server/endpoints/sockets.ts')).toEqual([])
})
