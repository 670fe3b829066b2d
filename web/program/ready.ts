/** Which sockets the next select would find ready to read, while it is paused. Pure. */
import { PROGRAM } from '#shared/model/constants.ts'
import type { Participant } from '#shared/protocol/model.ts'
import type { Waits } from '#shared/state/waits.ts'

/** A socket, and the bytes that wait in it: none where it is the listening one, or where FIN alone has come. */
export interface ReadySocket {
  /** A participant; PROGRAM for the listening socket. */
  readonly who: number
  readonly bytes: number
}

/** Bytes or a FIN to read make a socket ready (select(2)); those who connected and are not accepted, the listening one. */
export function readyNext(people: readonly Pick<Participant, 'id' | 'state'>[], waits: Waits): ReadySocket[] {
  const listener = people.some(({ state }) => state === 'waiting') ? [{ who: PROGRAM, bytes: 0 }] : []
  const ready = people.flatMap(({ id, state }) => {
    const { readable, unread } = waits.of(id)
    return readable && state !== 'waiting' ? [{ who: id, bytes: unread ?? 0 }] : []
  })
  return [...listener, ...ready].sort((a, b) => a.who - b.who)
}
