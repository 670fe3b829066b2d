import type { FreezeWords } from '../fr/freeze.ts'

export const freeze: FreezeWords = {
  title: (seconds) => `Frozen for ${seconds}`,
  by: (by) => `by ${by}.`,
  body: 'The lab reads nobody any more: what is sent waits in the kernel, as Recv-Q shows, and nothing is lost.',
  datagrams:
    'The lab reads no more: datagrams wait in the kernel’s buffer. When it is full, the kernel drops what comes, and counts what it drops.',
  thaw: 'Let go',
}
