/**
 * Gives memory back at once. The collector would: but it goes by the heap, where a read is a few words, and leaves up to
 * 64 MiB of what sockets have read before it looks. Counterpart: `connection-events.ts`, which knows what nobody keeps.
 */

/** Less is not worth the call. */
const WORTH_FREEING = 4096

/** Frees bytes that nobody looks at again. Those that are a part of something larger stay. */
export function free({ buffer, length }: Uint8Array): void {
  if (length < WORTH_FREEING || length !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return
  buffer.transfer(0)
}
