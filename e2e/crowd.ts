/**
 * A class of simulated students: each a page's side of the WebSocket, with a session of its own, so that a hundred cost no
 * hundred browsers. Counterpart: `docs/protocol.md`.
 */
import { PROTOCOL, SESSION_HEADER } from '#shared/model/constants.ts'
import type { ClientMessage, ServerMessage } from '#shared/protocol/messages.ts'
import type { ProgramId, Run } from '#shared/protocol/model.ts'
import type { Lab } from './lab.ts'

type Reply = Extract<ServerMessage, { type: 'joined' | 'done' | 'failed' }>

export class Student {
  readonly name: string
  readonly #lab: Lab
  readonly #socket: WebSocket
  readonly #answers = new Map<number, (reply: Reply) => void>()
  #session = ''
  #ref = 0

  private constructor(lab: Lab, name: string) {
    this.#lab = lab
    this.name = name
    this.#socket = new WebSocket(`${lab.url.replace('http', 'ws')}/api/ws`)
  }

  /** Resolves when the lab has welcomed it. */
  static async come(lab: Lab, name: string): Promise<Student> {
    const student = new Student(lab, name)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const socket = student.#socket
    socket.onopen = () => student.send({ type: 'hello', protocol: PROTOCOL })
    socket.onclose = ({ code, reason }) => reject(new Error(`${name} was refused: ${code} ${reason}`))
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage
      if (message.type === 'welcome') {
        student.#session = message.session
        resolve()
      } else if (message.type === 'joined' || message.type === 'done' || message.type === 'failed') {
        if (message.ref !== null) student.#answers.get(message.ref)?.(message)
      }
    }
    await promise
    return student
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message))
  }

  /** Joins a run under its name. */
  async join(run: string): Promise<number> {
    const reply = await this.#ask((ref) => ({ type: 'join', ref, run, name: this.name }))
    if (reply.type !== 'joined') throw new Error(`${this.name} did not join: ${JSON.stringify(reply)}`)
    return reply.mine.participant
  }

  async sendLine(run: string, participant: number, text: string): Promise<void> {
    const bytes = Buffer.from(text).toString('base64')
    await this.#ask((ref) => ({ type: 'send', ref, run, participant, bytes }))
  }

  /** Starts a run of its own. */
  start(program: ProgramId, options: object = {}): Promise<Run> {
    return this.#lab.api<Run>('/runs', {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SESSION_HEADER]: this.#session },
      body: JSON.stringify({ program, options, listen: [{ transport: 'tcp', host: '127.0.0.1', port: 0 }] }),
    })
  }

  step(guide: string, done: number, of: number): void {
    this.send({ type: 'step', guide, done, of })
  }

  leave(): void {
    this.#socket.onclose = null
    this.#socket.close()
  }

  #ask(message: (ref: number) => ClientMessage): Promise<Reply> {
    const ref = ++this.#ref
    const { promise, resolve } = Promise.withResolvers<Reply>()
    this.#answers.set(ref, resolve)
    this.send(message(ref))
    return promise
  }
}

const NAMES = [
  ...['Aïcha', 'Bob', 'Camille', 'Diego', 'Élise', 'Fatou', 'Gabin', 'Hugo', 'Inès', 'Jules', 'Karim', 'Léa', 'Maëlle'],
  ...['Noé', 'Océane', 'Paul', 'Rania', 'Sacha', 'Théo', 'Yasmine', 'Adam', 'Ana', 'Baptiste', 'Chloé', 'Malik', 'Zoé'],
]
const nameOf = (i: number): string =>
  `${NAMES[i % NAMES.length]}${i < NAMES.length ? '' : ` ${Math.floor(i / NAMES.length) + 1}`}`

/** Of so many students one is stuck. */
const STUCK_OF = 6
/** Of so many one started a run, which others come to. */
const OWN_OF = 5

/**
 * A class at work: most in the room of the relay, some with a run of their own that others come to, and one in six kept waiting by
 * a program that reads somebody else.
 */
export async function classOf(lab: Lab, size: number): Promise<Student[]> {
  const room = await lab.run()
  const students: Student[] = []
  for (let i = 0; i < size; i++) students.push(await Student.come(lab, nameOf(i)))
  for (const [i, one] of students.entries()) {
    if (i % STUCK_OF === 1) await keptWaiting(one, students[i - 1]!)
    else if (i % OWN_OF === 3) {
      const own = await one.start(i % 2 === 0 ? 'duplex-chat' : 'relay')
      await one.join(own.id)
    } else if (i % STUCK_OF !== 0 || i === size - 1) await one.join(room.id)
    if (i % 4 !== 3) one.step('silent', i % 5, 4 + (i % 3))
  }
  return students
}

/** Its bytes wait in the queue of a program that the other started, and that reads the other. */
async function keptWaiting(waits: Student, reads: Student): Promise<void> {
  const { id } = await reads.start('relay-known', { count: 2, strategy: 'in-turn' })
  await reads.join(id)
  const participant = await waits.join(id)
  await waits.sendLine(id, participant, 'tu me lis ?\n')
}
