/**
 * `socket-lab run`: one program of the worksheet with this terminal as its console. It composes what the program needs,
 * without page, gateway or disk, and turns its end into an exit code. Counterpart: `serve.ts`, the lab with its page.
 * Exit codes: 0 the program ended, 1 its connection was refused or broken, 2 something must be changed first, 128 + n
 * ended by signal n.
 */
import { setTimeout as patience } from 'node:timers/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Descriptors } from '../admission/descriptors.ts'
import { systemClock } from '../core/system-clock.ts'
import { NameLookups } from '../endpoints/name-lookups.ts'
import { identityIn } from '../endpoints/authority.ts'
import { tlsEndpoint } from '../endpoints/tls.ts'
import { unixEndpoint } from '../endpoints/unix.ts'
import { tcpEndpoint } from '../endpoints/tcp.ts'
import { udpEndpoint } from '../endpoints/udp.ts'
import { LabError } from '../core/errors.ts'
import { DiskFiles } from '../files/store.ts'
import { SinkJournal } from '../journal/sink.ts'
import { connectionLimit } from '../kernel/descriptors.ts'
import { holderOf, labOn } from '../kernel/port-holder.ts'
import { dropsOf, socketTables } from '../kernel/sockets.ts'
import { Lab } from '../runtime/lab/lab.ts'
import { DEFAULT_LIMITS, type Limits } from '../runtime/run/limits.ts'
import { traitsOf } from '#programs/traits.ts'
import { answersLate } from '#shared/model/traits.ts'
import { lastResort } from './last-resort.ts'
import { exitCodeOf, onSignal } from './signals.ts'
import { Console } from './terminal/console.ts'
import { langOf } from './terminal/lang.ts'
import { PartialTold, type Present } from './terminal/partial-told.ts'
import { Notices, unreached } from './terminal/notices.ts'
import { readRunArguments, UsageError, type RunCommand } from './terminal/run-arguments.ts'
import { asTyped, programHelp, runHelp } from './terminal/run-help.ts'
import { TEXTS } from './terminal/text/languages.ts'
import { keyboard, outputs } from './terminal/standard-streams.ts'
import { Trace } from './terminal/trace.ts'
import { typeFrom } from './terminal/typing.ts'
import { BACKLOG } from '#shared/model/constants.ts'
import { filled } from '#shared/errors/sentences.ts'
import type { Lang } from '#shared/model/languages.ts'
import { waitsOf } from '#shared/state/waits.ts'

/** Nothing here is kept on a disk, so a run may be as long as it likes; what nobody has read yet is bounded. */
const LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  events: Infinity,
  runBytes: Infinity,
  journalPending: 262_144,
  datagramsPerSecond: Infinity,
  drainMs: 2000,
}
/** How long a program that a signal ends waits for whoever reads its standard output. */
const LAST_WORDS_MS = 3000
/** What a shell tells of a program whose standard output was closed: 128 + SIGPIPE. */
const BROKEN_PIPE = 141

const { out, err } = outputs()

export async function runProgram(argv: readonly string[]): Promise<void> {
  const lang = langOf(process.env)
  const command = commandOrExit(argv, lang)
  if ('help' in command) {
    const help = await (command.help ? programHelp(command.help, lang) : runHelp(lang))
    out.write(`${asTyped(help, process.env)}\n`)
  } else process.exit(await play(command, lang))
}

function commandOrExit(argv: readonly string[], lang: Lang): ReturnType<typeof readRunArguments> {
  try {
    return readRunArguments(argv, lang)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    err.write(`socket-lab: ${asTyped(error.message, process.env)}\n`)
    process.exit(2)
  }
}

/** Runs the program to its end. Resolves to the exit code. */
async function play({ program, options, listen, listeners, verbose, trace }: RunCommand, lang: Lang): Promise<number> {
  const texts = TEXTS[lang].run
  const over = Promise.withResolvers<void>()
  /** Exit code when something outside the program has ended it. */
  let ended: number | null = null
  const end = (code: number): void => {
    ended ??= code
    over.resolve()
  }
  const notices = new Notices(texts, verbose, join(tlsFolder(), 'socket-lab-ca.crt'), answersLate(traitsOf(program)))
  const tracer = trace && new Trace(TEXTS[lang].trace, trace, process.pid)
  const seen = (): Present => {
    const [run] = lab.views()
    const live = run && lab.live(run.id)
    const people = live?.participants() ?? []
    const now = live?.recorder.now ?? 0
    return { now, people, waits: waitsOf({ processes: live?.live().processes ?? [], people, rows: null, now }) }
  }
  const partial = new PartialTold(systemClock, texts, seen)
  const screen = new Console({ out, err }, notices, () => seen().waits.processes, tracer, partial)
  onSignal((signal) => end(exitCodeOf(signal)))
  lastResort(
    (error) => err.write(`socket-lab: ${error.stack}\n`),
    () => end(1),
  )
  out.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return end(BROKEN_PIPE)
    void screen.say([texts.noOutput(error.code ?? error.message)])
    end(1)
  })

  const journal = new SinkJournal((_, entries) => screen.take(entries))
  const lab = await openLab(journal, listen?.host ?? null)
  lab.listen({
    runChanged: (id) => {
      if (lab.live(id)?.view().state === 'stopped') over.resolve()
    },
    committed() {},
  })
  const traits = traitsOf(program)
  const transport = traits.carrier === 'datagram' ? 'udp' : 'tcp'
  const hasKeyboard = traits.console === 'keyboard'
  try {
    const run = await lab.start({
      program,
      options,
      ...(listen && { listen: [{ transport, ...listen }, ...listeners] }),
    })
    if (hasKeyboard) {
      typeFrom(keyboard(), lab, run.id).catch((error: Error) => {
        void screen.say([texts.noInput(error.message)])
        end(1)
      })
    }
  } catch (error) {
    return await notStarted(error, screen, lang)
  }
  await over.promise
  await Promise.race([lab.stopAll().then(() => journal.close()), ...(ended === null ? [] : [patience(LAST_WORDS_MS)])])
  if (journal.pending > 0) await screen.say([texts.unwritten(journal.pending)])
  return ended ?? (hasKeyboard && screen.broken ? 1 : 0)
}

/** The authority of this user's programs: kept, so that a certificate copied once goes on serving. */
const tlsFolder = (): string => join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'socket-lab', 'tls')

const descriptors = new Descriptors(connectionLimit())

/** @param host where it listens; null for a client, which may connect anywhere: it is the student's own terminal */
function openLab(journal: SinkJournal, host: string | null): Promise<Lab> {
  const names = new NameLookups()
  return Lab.open({
    descriptors,
    clock: systemClock,
    journal,
    // A client has one peer and hurts nobody by waiting for it, as sendall does.
    limits: host === null ? { ...LIMITS, slowConsumerMs: Infinity } : LIMITS,
    // No program of the terminal receives files: nothing is ever made there.
    files: new DiskFiles({ root: tmpdir(), quota: 0, reserve: 0 }, descriptors),
    endpoints: {
      tcp: tcpEndpoint({ descriptors }),
      tls: tlsEndpoint({
        descriptors,
        identity: identityIn({ folder: tlsFolder() }),
      }),
      unix: unixEndpoint({ descriptors }),
    },
    datagrams: udpEndpoint({ descriptors }),
    dropsOf,
    socketFolder: tmpdir(),
    endOfTurn: setImmediate,
    host: host ?? '127.0.0.1',
    bindAddressOf: (name) => names.bindAddressOf(name),
    resolveTarget: ({ host: target }) => names.addressOf(target),
    holderOf,
    labOn,
    pageAt: () => null,
    tables: socketTables(BACKLOG),
  })
}

/** Says why the program could not begin. Resolves to the exit code. */
async function notStarted(error: unknown, screen: Console, lang: Lang): Promise<number> {
  if (!(error instanceof LabError) || error.code === 'internal') throw error
  if (error.code !== 'target-unknown') {
    await screen.say([filled(TEXTS[lang].errors[error.code], error.params)])
    return 2
  }
  const errno = (error.cause as NodeJS.ErrnoException).code ?? ''
  await screen.say([unreached(TEXTS[lang].run, String(error.params['host']), errno)])
  return 1
}
