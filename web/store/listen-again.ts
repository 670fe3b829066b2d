/** Listening where a run has listened. Counterpart: `lab.svelte.ts`, which starts a run anew. */
import type { Listener, ListenAddress } from '#shared/protocol/model.ts'

/** The address to ask for to get this listener again. */
export const addressOf = ({ transport, host, port, ipv6Only, path = '', mode }: Listener): ListenAddress =>
  transport === 'unix'
    ? { transport, path, ...(mode !== undefined && { mode }) }
    : { transport, host, port, ...(ipv6Only && { ipv6Only }) }
