/** The WebSocket of the page against a real WebSocket server that speaks as the lab does. What browsers do with it is tested end to end. */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Ws from 'ws'
import { CLOSE } from '#shared/model/constants.ts'
import type { ClientMessage, ServerMessage } from '#shared/protocol/messages.ts'
import { LabSocket, type LabSocketListener, type Status } from './socket.ts'

// An import would give the file that ws has for browsers, where there is no server.
const { WebSocketServer } = createRequire(import.meta.url)('ws') as typeof Ws

/** A lab that welcomes everybody, as session s1, s2, and so on, and answers nothing. */
class Welcoming {
  readonly heard: ClientMessage[] = []
  readonly peers: Ws.WebSocket[] = []
  /** The reason with which everybody is turned away; null: everybody is welcome. */
  refuses: string | null = null
  readonly server = new WebSocketServer({ host: '127.0.0.1', port: 0 })

  constructor() {
    this.server.on('connection', (peer) => {
      this.peers.push(peer)
      if (this.refuses !== null) return peer.close(CLOSE.overloaded, this.refuses)
      peer.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as ClientMessage
        this.heard.push(message)
        if (message.type === 'hello') this.#welcome(peer, message.session)
      })
    })
  }

  get hellos(): (string | undefined)[] {
    return this.heard.flatMap((message) => (message.type === 'hello' ? [message.session] : []))
  }

  #welcome(peer: Ws.WebSocket, session: string | undefined): void {
    const welcome: ServerMessage = {
      type: 'welcome',
      page: 1,
      session: session ?? `s${this.peers.length}`,
      resumed: session !== undefined,
      mine: [],
      role: 'everybody',
      rights: {},
      ownRuns: [],
      lab: { version: '', boot: '', urls: [], host: '', programs: [] },
      runs: [],
      older: null,
    }
    peer.send(JSON.stringify(welcome))
  }
}

const KEY = 'socket-lab.session'
/** All that were started: a socket lives as long as its page, and must not find the lab of another test. */
const labs: Welcoming[] = []
let lab: Welcoming
let stored: Map<string, string>
let page: EventTarget

beforeEach(async () => {
  lab = new Welcoming()
  await once(lab.server, 'listening')
  labs.push(lab)
  stored = new Map()
  page = new EventTarget()
  vi.stubGlobal('location', { origin: `http://127.0.0.1:${(lab.server.address() as AddressInfo).port}` })
  vi.stubGlobal('requestAnimationFrame', setImmediate)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
})
afterAll(() => {
  // They would try again for ever: here time ends.
  vi.useFakeTimers()
  for (const { peers, server } of labs) {
    for (const peer of peers) peer.terminate()
    server.close()
  }
})

const listener = () => ({
  status: vi.fn<LabSocketListener['status']>(),
  message: vi.fn<LabSocketListener['message']>(),
  takenUp: vi.fn<LabSocketListener['takenUp']>(),
  orphaned: vi.fn<LabSocketListener['orphaned']>(),
})

/** Real sockets: a machine that does other things as well takes more than the second that `waitFor` gives by itself. */
const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000 })

describe('LabSocket', () => {
  it('comes back to its session after a cut, and says again what was unanswered', async () => {
    const heard = listener()
    const socket = new LabSocket(heard)
    socket.start()
    await soon(() => expect(heard.status).toHaveBeenCalledWith({ kind: 'open' }))
    socket.request({ type: 'send', run: '1', participant: 3, bytes: '' }).catch(() => undefined)
    lab.peers[0]?.terminate()
    await soon(() => expect(lab.heard.at(-1)).toMatchObject({ type: 'send', ref: 1 }))
    await soon(() => expect(lab.hellos).toEqual([undefined, 's1']))
    expect(heard.takenUp).not.toHaveBeenCalled()
  })

  it('connects at once, and tells a page that is not ready yet nothing of a connection that is gone by then', async () => {
    const heard = listener()
    const socket = new LabSocket(heard)
    let ready = (): void => {}
    socket.start(null, new Promise<void>((resolve) => (ready = resolve)))
    await soon(() => expect(lab.hellos).toHaveLength(1))
    lab.peers[0]?.close()
    await soon(() => expect(lab.hellos).toEqual([undefined, undefined]))
    expect(heard.message).not.toHaveBeenCalled()
    ready()
    await soon(() => expect(heard.status.mock.lastCall).toEqual([{ kind: 'open' }]))
    expect(heard.message).toHaveBeenCalledOnce()
  })

  it('says why a lab has no place for it, and comes back slowly', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const heard = listener()
    const socket = new LabSocket(heard)
    lab.refuses = JSON.stringify({ code: 'too-many-pages-of-address', params: { limit: 50 } })
    socket.start()
    await soon(() => expect(heard.status).toHaveBeenCalled())
    const [{ why, since, retryAt }] = heard.status.mock.lastCall as [Extract<Status, { kind: 'lost' }>]
    expect(why).toMatchObject({ code: 'too-many-pages-of-address', params: { limit: 50 } })
    expect(retryAt! - since).toBeGreaterThanOrEqual(10_000)
    expect(retryAt! - since).toBeLessThanOrEqual(20_000)
    lab.refuses = null
    vi.advanceTimersByTime(9000)
    expect(lab.peers).toHaveLength(1)
    // To the moment itself: beyond, its patience with the new connection would run out too.
    vi.advanceTimersByTime(retryAt! - Date.now())
    vi.useRealTimers()
    await soon(() => expect(heard.status.mock.lastCall).toEqual([{ kind: 'open' }]))
    expect(lab.peers).toHaveLength(2)
  })

  it('leaves its session to the tab that has taken it up, and begins one of its own', async () => {
    const heard = listener()
    const socket = new LabSocket(heard)
    socket.start()
    await soon(() => expect(heard.status).toHaveBeenCalledWith({ kind: 'open' }))
    const said = socket.request({ type: 'send', run: '1', participant: 3, bytes: '' })
    const lost = expect(said).rejects.toMatchObject({ code: 'session-lost' })
    await soon(() => expect(lab.heard).toHaveLength(2))
    // A hidden page has stored its session already.
    stored.set(KEY, '{"session":"s1","requests":{"ref":1,"requests":[]}}')
    lab.peers[0]?.close(CLOSE.takenUp)
    await lost
    expect(stored.has(KEY)).toBe(false)
    await soon(() => expect(lab.hellos).toEqual([undefined, undefined]))
    expect(heard.takenUp).toHaveBeenCalledOnce()
    await soon(() => expect(heard.status.mock.lastCall).toEqual([{ kind: 'open' }]))
    page.dispatchEvent(new Event('pagehide'))
    expect(stored.get(KEY)).toContain('"session":"s2"')
    expect(lab.heard.filter(({ type }) => type === 'send')).toHaveLength(1)
  })
})
