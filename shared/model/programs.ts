/**
 * The programs of the worksheet, in its order. The one line to add for a new one: everything else of a program is in its
 * folder `programs/<id>/`, where the lab (`programs/registry.ts`) and the page (`web/worksheet/`) find it by this id.
 */
export const PROGRAM_IDS = [
  'line-server',
  'line-client',
  'alternating-chat',
  'duplex-chat',
  'relay-known',
  'relay',
  'file-receiver',
  'file-sender',
  'udp-receiver',
  'udp-sender',
] as const
export type ProgramId = (typeof PROGRAM_IDS)[number]
