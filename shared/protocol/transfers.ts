/**
 * Files that a run receives or sends: what the page shows of each, and what REST answers. Counterparts: `events.ts`, whose
 * `transfer` tells of the same in the journal; `server/files/`, where the bytes lie.
 * Invariant: the bytes of a file travel over REST only, never in a message or an event.
 */
import { Type, type Static } from 'typebox'

/** `in`: the program receives it; `out`: it sends it; `upload`: the page hands the lab a file that the program is to send. */
export const FileWay = Type.Union([Type.Literal('in'), Type.Literal('out'), Type.Literal('upload')])
export type FileWay = Static<typeof FileWay>

/** One transfer of one file over one connection, or from the page. */
export const FileView = Type.Object({
  id: Type.Integer({ minimum: 1, description: 'order of the transfers of the run' }),
  direction: FileWay,
  participant: Type.Integer({ minimum: 0, description: '0 for a file that was chosen on the page' }),
  name: Type.String({ description: 'safe as a file name on any system' }),
  state: Type.Union(
    [
      Type.Literal('going'),
      Type.Literal('whole'),
      Type.Literal('partial'),
      Type.Literal('refused'),
      Type.Literal('removed'),
    ],
    {
      description:
        'in: whole: its end came as FIN and the disk has it; partial: cut off before, what had come is kept; refused: no room, nothing is kept. out: whole: all of it was sent, and the client answered FIN; partial: the client left before',
    },
  ),
  size: Type.Integer({ description: 'bytes so far' }),
  total: Type.Union([Type.Integer(), Type.Null()], {
    description: 'bytes that there will be, null where nobody knows: TCP does not tell',
  }),
  sha256: Type.Union([Type.String(), Type.Null()], { description: 'in hexadecimal, once it has ended' }),
  errno: Type.Union([Type.String(), Type.Null()], {
    description:
      'why it was refused: EDQUOT: the quota of the lab; ENOSPC: the disk is nearly full; ECONNRESET: the page left before its end',
  }),
  startedAt: Type.Number({ description: 'milliseconds since 1970, UTC' }),
  endedAt: Type.Union([Type.Number(), Type.Null()]),
})
export type FileView = Static<typeof FileView>

export const FileList = Type.Object({
  files: Type.Array(FileView, { description: 'the newest 500, oldest first' }),
  room: Type.Optional(
    Type.Integer({ description: 'bytes that the quota leaves; of a running program to which files can be given' }),
  ),
})
export type FileList = Static<typeof FileList>

export const FileParams = Type.Object({
  id: Type.String({ maxLength: 32 }),
  file: Type.Integer({ minimum: 1 }),
})

/** The file to send, by its name on the machine of the page; made safe. */
export const UploadQuery = Type.Object({ name: Type.String({ minLength: 1, maxLength: 1024 }) })
