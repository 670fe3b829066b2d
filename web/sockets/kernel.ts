/** What the kernel strip makes of the rows: which deserve a look, which are one too many. Pure. */
import type { KernelRow } from '#shared/model/kernel.ts'

/** Something waits in one of its queues. */
export const isFilled = ({ recvQ, sendQ, drops }: KernelRow): boolean => recvQ > 0 || sendQ > 0 || drops > 0

/** The other end of an ordinary connection, with nothing in its queues: says what the program's end says already. */
export const isDull = (row: KernelRow): boolean =>
  row.side === 'peer' && (row.state === 'ESTAB' || row.state === 'UNCONN') && !isFilled(row)

/** Its seconds say more than its queues: it waits for nothing else. */
export const countsDown = ({ timer }: KernelRow): boolean => timer?.kind === 'time-wait'

/** ":8080" of "127.0.0.1:8080" and of "[::1]:8080". */
export const portOf = (address: string): string => address.slice(address.lastIndexOf(':'))

/** What a row without a participant is called: the port, or the name of the socket's file. */
export const placeOf = ({ proto, local, remote }: KernelRow): string =>
  proto === 'unix' ? local.slice(local.lastIndexOf('/') + 1) : portOf(remote ?? local)
