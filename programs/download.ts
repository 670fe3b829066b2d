/**
 * The program of a run as a file: the listing that the page shows, whole, with the addresses of the run as its defaults.
 * Counterpart: `common/file.ts`, how it is written down.
 */
import type { Lang } from '#shared/model/languages.ts'
import type { AnyOptions } from '#shared/model/options.ts'
import type { ProgramId } from '#shared/model/programs.ts'
import { connects, sendingOf } from '#shared/model/traits.ts'
import type { BoundAddress } from '#shared/protocol/program.ts'
import { pythonFile } from './common/file.ts'
import type { FileText } from './common/text.ts'
import { programOf, textOf } from './registry.ts'
import { traitsOf } from './traits.ts'

interface Run {
  readonly program: ProgramId
  readonly options: AnyOptions
  readonly listeners: readonly BoundAddress[]
}

const CERTIFICATE = 'openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out cert.pem'

/** A name for the file, and its text. @param lang of its comments */
export async function programFile(run: Run, lang: Lang): Promise<{ readonly name: string; readonly text: string }> {
  const { program, options, listeners } = run
  const { name: title, help } = await textOf(program, lang)
  const { file } = (await import(`./common/text.${lang}.ts`)) as { file: FileText }
  const name = `${program}.py`
  const command = `    python3 ${name} ${argumentsOf(run, file)}`
  const header = [
    `${title} (Socket Lab)\n${help}`,
    `${file.start}\n${command}`,
    ...(listeners[0]?.transport === 'tls' ? [`${file.certificate}\n    ${CERTIFICATE}`] : []),
    ...without(run, file),
  ]
  return { name, text: pythonFile(programOf(program).listing(options, listeners[0]), header, lang) }
}

function argumentsOf({ program, options, listeners }: Run, { place }: FileText): string {
  const traits = traitsOf(program)
  if (connects(traits, options)) return `[${place.target}]`
  const at = listeners[0]?.transport === 'unix' ? place.path : place.port
  return traits.files === 'out' ? `[${at} [${place.file}]]` : `[${at}]`
}

/** What the file leaves out, so that it stays a program of the worksheet. */
function without({ program, options, listeners }: Run, { without: words }: FileText): string[] {
  const listing = programOf(program).listing(options)
  const measures = listing.some(({ id }) => id === 'idle')
  return [
    ...(listeners.length > 1 ? [words.elsewhere] : []),
    ...((options.idleTimeout ?? 0) > 0 && !measures ? [words.idleTimeout] : []),
    ...(sendingOf(traitsOf(program), options) === 'queues' ? [words.slowConsumer] : []),
  ]
}
