/** One connection of TCP by its ends, as both of them may know it. */

export interface End {
  readonly host: string
  readonly port: number
}

/**
 * Key of a connection.
 * @param from the end that dialled @param to the other: the kernel may use one port towards two listeners at once
 */
export const connectionKey = (from: End, to: Pick<End, 'port'>): string => `${from.host} ${from.port} ${to.port}`
