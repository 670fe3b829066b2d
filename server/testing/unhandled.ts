/**
 * What nobody handled while a test ran: errors of emitters without a listener, and rejections. Each of them would have ended
 * the lab. Counterpart: `cli/last-resort.ts`, which catches them in the real program.
 */
import { setTimeout as sleep } from 'node:timers/promises'

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const

/** Does the work with nobody else listening for what is unhandled. Resolves to all of it, as `code or name: message`. */
export async function unhandledDuring(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = []
  const note = (thrown: unknown): void => void seen.push(described(thrown))
  const others = EVENTS.map((event) => ({ event, listeners: process.rawListeners(event) as (() => void)[] }))
  for (const { event } of others) process.removeAllListeners(event).on(event, note)
  try {
    await work()
    // An error of a socket is told some turns of the event loop after what caused it.
    for (let turn = 0; turn < 20; turn++) await sleep(1)
  } finally {
    for (const { event, listeners } of others) {
      process.off(event, note)
      for (const listener of listeners) process.on(event, listener)
    }
  }
  return seen
}

function described(thrown: unknown): string {
  const { code, name, message } = thrown instanceof Error ? (thrown as NodeJS.ErrnoException) : { message: thrown }
  return `${String(code ?? name ?? 'thrown')}: ${String(message)}`
}
