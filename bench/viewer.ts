/**
 * Somebody who watches the lab's run during the measurement, as a class does: a real page in Chromium, or a bare
 * WebSocket that takes the same events and draws nothing. Counterpart: `server/gateway/ws/session.ts`.
 * Invariant: a viewer that has not seen the traffic fails the benchmark, for its figures would mean nothing.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { BROWSERS, hasPlaywrightChromium, systemChromium } from '../scripts/chromium.mjs'
import type { Run } from '#shared/protocol/model.ts'
import type { ServerMessage } from '#shared/protocol/messages.ts'
import { printed, start, stop } from './children.ts'
import type { LabPeer } from './peers.ts'
import { scratch } from './scratch.ts'

export interface Viewer {
  /** Newest event that it has been shown. */
  seen(): Promise<number>
  stop(): Promise<void>
}

const PATIENCE_MS = 20_000
/** The page tells how many events the run has; nothing tells it but the event stream. */
const COUNT_SHOWN = String.raw`Number((/([\d,]+)\s+events?\b/.exec(document.body.innerText)?.[1] ?? '0').replaceAll(',', ''))`
const BROWSER_FLAGS = [
  '--headless=new',
  '--lang=en',
  '--remote-debugging-port=0',
  '--window-size=1280,720',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/** Takes the event stream in mode `latest`, as the page does, and parses it. */
export async function openSocketViewer({ url, run }: LabPeer): Promise<Viewer> {
  let newest = 0
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/ws`)
  const send = (message: object) => socket.send(JSON.stringify(message))
  socket.addEventListener('open', () => {
    send({ type: 'hello', protocol: 2 })
    send({ type: 'watch', run, mode: 'latest' })
  })
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error(`${url}/api/ws takes no WebSocket`)))
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage
      if (message.type === 'snapshot') resolve()
      if (message.type === 'events') newest = message.events.at(-1)?.seq ?? newest
    })
  })
  return {
    seen: () => Promise.resolve(newest),
    stop: () => {
      socket.close()
      return Promise.resolve()
    },
  }
}

/** Throws unless the viewer soon shows the newest event of the run. */
export async function requireSeen(viewer: Viewer, { url, run }: LabPeer): Promise<void> {
  const { lastSeq } = (await (await fetch(`${url}/api/runs/${run}`)).json()) as Run
  const deadline = Date.now() + PATIENCE_MS
  for (let seen = 0; seen < lastSeq; seen = await viewer.seen()) {
    if (Date.now() > deadline)
      throw new Error(`the viewer of run ${run} has seen ${seen} of ${lastSeq} events: its figures mean nothing`)
    await delay(100)
  }
}

/** Path of a whole Chromium, as a class has it, null where there is none: the headless shell gets stuck under this load. */
export async function findChromium(): Promise<string | null> {
  const path = systemChromium(BROWSERS)
  if (path !== null || !(await hasPlaywrightChromium())) return path
  const { chromium } = await import('playwright')
  return chromium.executablePath()
}

/**
 * Opens the run's page. Nothing of the browser's debugging is switched on while it watches, for that would make it
 * slower: it is asked once at the start and once at the end.
 */
export async function openPage(chromium: string, { url, run }: LabPeer): Promise<Viewer> {
  const profile = scratch()
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const page = `${url}/runs/${run}`
  const child = start(chromium, [...BROWSER_FLAGS, ...sandbox, `--user-data-dir=${profile.path}`, page], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const end = () => stop(child).then(() => profile.remove())
  try {
    const [, port = ''] = await printed(child, child.stderr!, /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//)
    const target = await shownPage(port, page)
    return { seen: () => newestShown(target), stop: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Debugging address of the page, once it shows events: then it watches. */
async function shownPage(port: string, page: string): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[]
    const address = targets.find(({ type, url }) => type === 'page' && url === page)?.webSocketDebuggerUrl
    if (address !== undefined && (await newestShown(address)) > 0) return address
    if (Date.now() > deadline) throw new Error(`${page} showed no events in Chromium within ${PATIENCE_MS / 1000} s`)
    await delay(100)
  }
}

interface Target {
  readonly type: string
  readonly url: string
  readonly webSocketDebuggerUrl: string
}

function newestShown(address: string): Promise<number> {
  const socket = new WebSocket(address)
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('Chromium has ended, or its page has crashed')))
    socket.addEventListener('open', () => {
      socket.send(
        JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: COUNT_SHOWN, returnByValue: true } }),
      )
    })
    socket.addEventListener('message', ({ data }) => {
      socket.close()
      const { result } = JSON.parse(String(data)) as { result: { result: { value: number } } }
      resolve(result.result.value)
    })
  })
}
