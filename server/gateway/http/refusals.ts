/**
 * Refusals that no route answers: of requests before they reach one, and of what is no request at all. They say the same as
 * those of the API. Counterparts: `input.ts`, which refuses; `refusal-page.ts`, for who reads them in a browser.
 */
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../../core/clock.ts'
import type { LabError } from '../../core/errors.ts'
import { closeInSteps, dropRest, hasBody } from './early-answers.ts'
import { refusalPage, SENTENCES, wantsPage } from './refusal-page.ts'
import { STATUS } from '#shared/errors/codes.ts'
import { LANGS } from '#shared/model/languages.ts'

type Headers = Readonly<Record<string, string>>

/** Answers a request with an error: in words where a person goes there with a browser, as JSON otherwise. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: LabError, clock: Clock): void {
  const { headers, body } = wantsPage(request) ? refusalPage(request, error) : asJson(error)
  const all: Record<string, string> = { ...headers, 'content-length': String(Buffer.byteLength(body)) }
  if (error.status === 400 || error.status === 417) all['connection'] = 'close'
  if (hasBody(request) && !request.complete) {
    all['connection'] = 'close'
    request.socket.destroySoon = () => closeInSteps(request, clock)
  }
  response.writeHead(error.status, all).end(request.method === 'HEAD' ? '' : body)
}

/** Answers on a connection of which no request is read any more, and ends it: FIN, then what still comes is dropped. */
export function refuseConnection(socket: Socket, error: LabError, clock: Clock, more: Headers = {}): void {
  socket.write(answerText(error, more))
  for (const reader of socket.listeners('data')) socket.off('data', reader as () => void)
  dropRest(socket, clock)
}

/**
 * Answers who speaks HTTP where TLS is spoken, mostly a person who typed `http://`. The request is gone with the handshake that failed,
 * and with it the reader's language and whether a browser asks: it is text, in every language.
 */
export function refusePlain(carrier: Socket, clock: Clock): void {
  const body = `${LANGS.map((lang) => SENTENCES[lang]['https-wanted']).join('\n')}\n`
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  carrier.write(answerOf(STATUS['https-wanted'], { headers, body }))
  dropRest(carrier, clock)
}

/** The whole answer as it goes over a connection that ends with it. */
export function answerText(error: LabError, more: Headers = {}): string {
  const { headers, body } = asJson(error)
  return answerOf(error.status, { headers: { ...more, ...headers }, body })
}

function answerOf(status: number, { headers, body }: { headers: Headers; body: string }): string {
  const all = { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`
}

const asJson = (error: LabError): { headers: Headers; body: string } => ({
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(error.body()),
})
