/** Questions to a history that more than one stage or cause asks. Pure. */
import {
  all,
  hasEnded,
  heardBy,
  linesOf,
  lookAfter,
  screenOf,
  sinceStart,
  type EndSeen,
  type History,
  type ThreadSeen,
} from './history.ts'

const SHOWN = 600

/** What was to come out, and what did, as latin1 text. */
export interface Difference {
  readonly expected: string
  readonly got: string
}

/** A token and who sent it. */
export interface Sent {
  readonly client: number
  readonly token: string
}

/** What was sent since the last start, in order. */
export const sentTokens = (history: History): Sent[] =>
  sinceStart(history).flatMap((entry) =>
    (entry.kind === 'sent' || entry.kind === 'expected') && entry.token !== undefined
      ? [{ client: entry.client, token: entry.token }]
      : [],
  )

/** What was typed at its keyboard since the last start, whole lines that must be sent. */
export const typedTokens = (history: History): string[] =>
  all(sinceStart(history), 'typed').flatMap(({ token }) => (token === undefined ? [] : [token]))

/** All that the keyboard gave. */
export const typedBytes = (history: History): string =>
  all(sinceStart(history), 'typed')
    .map(({ bytes }) => bytes)
    .join('')

/** The first typed token that the other end did not hear once, whole, in a line of its own that ends. */
export function missingAtOther(history: History): Difference | null {
  const heard = heardBy(sinceStart(history), 1)
  const tokens = typedTokens(history)
  const wrong = tokens.find(
    (token) =>
      !isWhole(heard, token, tokens) || !heard.slice(heard.indexOf(token)).includes('\n') || heard.includes('\0'),
  )
  return wrong === undefined ? null : { expected: `${wrong}\n`, got: heard.slice(-SHOWN) }
}

/** What had happened when the look after this was taken; nothing where there was none. */
export function until(history: History, after: string): History {
  const index = history.findLastIndex((entry) => entry.kind === 'looked' && entry.after === after)
  return index < 0 ? [] : history.slice(0, index)
}

/** How often a text stands in another. */
export const count = (text: string, part: string): number => text.split(part).length - 1

/** It came out once, whole, in a line that holds none of the others. @param others tokens that must stand in lines of their own */
export function isWhole(output: string, token: string, others: readonly string[] = []): boolean {
  const line = linesOf(output).find((text) => text.includes(token))
  return count(output, token) === 1 && line !== undefined && !others.some((one) => one !== token && line.includes(one))
}

/** The first token that is not on the screen as it should be. */
export function missingOnScreen(history: History): Difference | null {
  const screen = screenOf(sinceStart(history))
  const tokens = sentTokens(history).map(({ token }) => token)
  const wrong = sentTokens(history).find(({ token }) => !isWhole(screen, token, tokens))
  return wrong ? { expected: `${wrong.token}\n`, got: screen.slice(-SHOWN) } : null
}

/** The first token that somebody else did not hear as they should, or that its author heard. @param clients who is there */
export function missingAtClients(history: History, clients: readonly number[]): Difference | null {
  const tokens = sentTokens(history).map(({ token }) => token)
  for (const { client, token } of sentTokens(history)) {
    for (const hearer of clients) {
      const heard = heardBy(sinceStart(history), hearer)
      if (hearer === client && heard.includes(token)) return { expected: '', got: heard.slice(-SHOWN) }
      if (hearer !== client && !(isWhole(heard, token, tokens) && heard.slice(heard.indexOf(token)).includes('\n')))
        return { expected: `${token}\n`, got: heard.slice(-SHOWN) }
    }
  }
  return null
}

/** The thread that is in this call, in the look named, or the newest. */
export const threadIn = (
  history: History,
  is: (thread: ThreadSeen) => boolean,
  after?: string,
): ThreadSeen | undefined => lookAfter(history, after)?.threads.find((thread) => thread.state !== 'R' && is(thread))

export const inAccept = ({ call, at }: ThreadSeen): boolean =>
  call === 'accept' || (call === 'select' && at === 'listener')
export const atKeyboard = ({ call, at }: ThreadSeen): boolean =>
  at === 'keyboard' && (call === 'read' || call === 'recv')
export const inRead = ({ call }: ThreadSeen): boolean => call === 'recv' || call === 'read'

export const endOf = (history: History, client: number, after?: string): EndSeen | undefined =>
  lookAfter(history, after)?.ends.find((end) => end.client === client)

/** A port whose two bytes stand the wrong way round: htons(3) is missing. */
export const swapped = (port: number): number => ((port & 0xff) << 8) | (port >> 8)

/** The last lines of a traceback or of what was said on standard error. */
export const lastError = (history: History): string =>
  all(sinceStart(history), 'errors')
    .map(({ bytes }) => bytes)
    .join('')
    .trim()
    .split('\n')
    .at(-1) ?? ''

/** It ended by itself: not at our hand. */
export function endedBy(history: History): string | null {
  const now = sinceStart(history)
  const end = hasEnded(now)
  if (!end || now.some(({ kind }) => kind === 'killed')) return null
  return end.signal ?? `exit ${end.code ?? '?'}`
}
