/**
 * The only way to change something: checks whether the asker may, has the lab do it, and makes sure that the journal
 * says who asked. Counterparts: the gateways above; `runtime/lab/lab.ts` below.
 * Invariant: nothing happens before the policy and the limits allow it. The terminal that starts the lab uses the lab
 * directly.
 */
import { isLoopback } from '#shared/net/address.ts'
import type { Origin } from '../admission/asker.ts'
import { ADMISSION_LIMITS } from '../admission/limits.ts'
import { LabError } from '../core/errors.ts'
import type { Lab } from '../runtime/lab/lab.ts'
import { byOf, recordCommand } from './audit.ts'
import type { Command, CommandOf, CommandType, Results } from './command.ts'
import { Access, type AccessReader } from './access.ts'
import { forget } from './forget.ts'
import { Hand } from './hand.ts'
import { AskerPlaces, type AskerLimits } from './limits.ts'
import { Own, type OwnParticipant } from './own.ts'
import { POLICY, type Policy } from './policy.ts'
import type { Run } from '#shared/protocol/model.ts'
import type { Rights } from '#shared/protocol/rights.ts'
import type { Role, Who } from './who.ts'

type Handlers = { readonly [T in CommandType]: (who: Who, command: CommandOf<T>) => Results[T] }

export class Commands {
  readonly #lab: Lab
  readonly #policy: Policy
  readonly #own = new Own()
  readonly #hand: Hand
  readonly #places: AskerPlaces
  readonly #access: Access
  readonly #proxied: boolean
  /** How often all runs were stopped. */
  #stops = 0

  /**
   * @param proxied the lab has a public address: who comes from loopback may be anybody
   * @param access of a lab with roles
   */
  constructor(
    lab: Lab,
    policy: Policy = POLICY,
    limits: AskerLimits = ADMISSION_LIMITS,
    { proxied = false, access = new Access(null) }: { readonly proxied?: boolean; readonly access?: Access } = {},
  ) {
    this.#lab = lab
    this.#hand = new Hand(lab, this.#own)
    lab.listen({ runChanged() {}, committed() {}, runErased: (run) => this.#own.erasedRun(run) })
    this.#proxied = proxied
    this.#policy = policy
    this.#access = access
    this.#places = new AskerPlaces(limits)
  }

  /**
   * Carries out a command. Throws or rejects with `not-allowed`, `teacher-only`, `owner-only`, with `not-yours` for somebody else's participant, with
   * `overloaded` or `too-many-participants-of-page` when the asker has too much, and with what the lab's method throws.
   */
  execute<C extends Command>(who: Who, command: C): Results[C['type']] {
    this.#check(who, command)
    const handler: (who: Who, command: never) => unknown = this.#handlers[command.type]
    return handler(who, command as never) as Results[C['type']]
  }

  /** Who comes in, and by what. */
  get access(): AccessReader {
    return this.#access
  }

  /** The asker's web participants, oldest first. */
  participantsOf(who: Who): readonly OwnParticipant[] {
    return this.#own.participants(who)
  }

  /** The runs that the asker started. */
  runsOf(who: Who): readonly string[] {
    return this.#own.runs(who)
  }

  /** What a role may ask for. */
  rightsOf(role: Role): Rights {
    return Object.fromEntries(Object.entries(this.#policy).map(([command, row]) => [command, row[role]]))
  }

  /** The page's session is over: disconnects its participants. */
  sessionOver(who: Who): void {
    this.#own.gone(who)
  }

  /** A page has gone for good: the programs that it paused run again. */
  pageGone(page: number): void {
    this.#lab.pageGone(page)
  }

  readonly #handlers: Handlers = {
    start: async (who, { type: _, ...request }) => {
      const runs = (): number => this.#own.runs(who).filter((run) => this.#lab.live(run)).length
      const over = who.role === 'student' ? this.#places.run(who, runs()) : () => {}
      try {
        const run = await this.#lab.start({ ...request, by: byOf(who, this.#own), from: this.#originOf(who) })
        this.#own.startedRun(who, run.id)
        return run
      } finally {
        over()
      }
    },
    'start-for-each': async (who, { program, options, people }) => {
      const [by, from] = [byOf(who, this.#own), this.#originOf(who)]
      const runs: Run[] = []
      const stops = this.#stops
      // One after the other: each takes the next port. Who stops all of them means those too that are still to come.
      for (const { who: student, name } of people) {
        if (stops !== this.#stops) break
        const owner = name === null ? undefined : { name }
        const run = await this.#lab.start({ program, options, by, from, owner })
        this.#own.startedRun(student, run.id)
        runs.push(run)
      }
      return runs
    },
    stop: (who, { run }) => this.#lab.stop(run, this.#by(who, run)),
    'stop-all': async (who) => {
      this.#stops++
      return { stopped: await this.#lab.stopRuns((run) => this.#by(who, run)) }
    },
    'open-listener': (who, { run, listen }) =>
      this.#lab.openListener(run, listen, { by: this.#by(who, run), from: this.#originOf(who) }),
    'close-listener': (who, { run, listener }) => this.#lab.closeListener(run, listener, this.#by(who, run)),
    join: async (who, { run, name }) => {
      this.#hand.mayJoin(who, run)
      const place = this.#places.participant(who)
      try {
        const participant = await this.#lab.join(run, name, this.#by(who, run))
        participant.onGone(() => place.giveBack())
        this.#own.broughtIn(who, participant)
        this.#hand.mustStay(who, run, participant)
        this.#hand.joined(who, run, participant.id)
        return participant
      } catch (error) {
        place.giveBack()
        throw error
      }
    },
    send: (who, { run, participant, bytes, cuts }) => {
      const own = this.#participant(who, run, participant)
      this.#hand.mustSpeak(run, participant)
      own.send(bytes, cuts)
    },
    close: (who, { run, participant, how }) => this.#participant(who, run, participant).close(how),
    type: (who, command) => this.#type(who, command, command.bytes),
    'type-end': (who, command) => this.#type(who, command, null),
    'set-stepper': (who, { run, state }) => this.#lab.setStepper(run, state, this.#by(who, run)),
    freeze: (who, { run, frozen }) =>
      run === null
        ? this.#lab.freezeAll(frozen, byOf(who, this.#own))
        : this.#lab.freeze(run, frozen, this.#by(who, run)),
    mute: (who, command) => this.#hand.mute(command, this.#by(who, command.run)),
    'give-floor': (who, command) => this.#hand.giveFloor(command, this.#by(who, command.run)),
    'keep-out': (who, command) => this.#hand.keepOut(command, this.#by(who, command.run)),
    'let-in': (who, command) => this.#hand.letIn(command, this.#by(who, command.run)),
    disconnect: (who, { run, participant, how }) => {
      this.#lab.disconnect(run, participant, how, this.#by(who, run))
      return this.#lab.view(run)
    },
    name: (who, { run, participant, name }) => {
      this.#lab.name(run, participant, name, { by: this.#by(who, run), anybody: this.#originOf(who).atMachine })
      return this.#lab.view(run)
    },
    upload: (who, { run, name, total }) => {
      const over = this.#places.upload(who, run)
      try {
        const upload = this.#lab.files.upload(run, name, total, this.#by(who, run))
        upload.over.then(over, over)
        return upload
      } catch (error) {
        over()
        throw error
      }
    },
    'remove-file': async (who, command) => {
      const by = this.#by(who, command.run)
      await this.#lab.files.remove(command.run, command.file)
      recordCommand(this.#lab, command, by)
    },
    // What these are about is the gateway's: here it is asked only whether they may.
    'see-class': () => {},
    show: () => {},
    'raise-hand': () => {},
    'lower-hand': () => {},
    'write-notice': () => {},
    lead: () => {},
    lock: (_, { locked }) => this.#access.lock(locked),
    forget: (who, asked) => forget(this.#lab, asked, byOf(who, this.#own)),
    'new-pin': () => this.#access.renew(),
    erase: (_, { run }) => this.#lab.afterwards.erase(run),
  }

  #check(who: Who, command: Command): void {
    const reach = this.#policy[command.type][who.role]
    if (reach === 'any' || (reach === 'own' && this.#isOwn(who, command))) return
    if (reach === 'own' && 'participant' in command && command.participant !== null)
      throw notYours(command.run, command.participant)
    if (reach === 'own' && 'run' in command && command.run !== null) {
      throw new LabError('owner-only', { command: command.type, run: command.run })
    }
    throw new LabError(who.role === 'everybody' ? 'not-allowed' : 'teacher-only', { command: command.type })
  }

  #isOwn(who: Who, command: Command): boolean {
    if ('participant' in command && command.participant !== null)
      return this.#own.find(who, command.run, command.participant) !== undefined
    return 'run' in command && command.run !== null && this.#own.started(who, command.run)
  }

  #participant(who: Who, run: string, id: number) {
    const participant = this.#own.find(who, run, id)
    if (!participant) throw notYours(run, id)
    return participant
  }

  /** Recorded once the keyboard has the line, before the program reacts to it. */
  #type(who: Who, command: CommandOf<'type' | 'type-end'>, bytes: Uint8Array | null): void {
    this.#lab.type(command.run, bytes, () => recordCommand(this.#lab, command, this.#by(who, command.run)))
  }

  #originOf({ address, role }: Who): Origin {
    const isTeacher = role === 'teacher'
    const atMachine = isTeacher || (role === 'everybody' && !this.#proxied && isLoopback(address))
    return { address, atMachine, isTeacher }
  }

  #by(who: Who, run: string) {
    return byOf(who, this.#own, run)
  }
}

const notYours = (run: string, participant: number): LabError => new LabError('not-yours', { run, participant })
