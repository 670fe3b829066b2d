/** What the gateways are given of the lab has no way to change it: tried by the type checker. */
import { expectTypeOf, it } from 'vitest'
import type { Journal } from '../../journal/port.ts'
import type { Recorder } from '../run/recorder.ts'
import type { Transfers } from '../transfers/transfers.ts'
import type { LabFiles } from './files.ts'
import type { Lab } from './lab.ts'
import type { LiveRun } from './live-run.ts'
import type { LabReader, RunReader } from './reader.ts'

/** Those of `Names`, which the whole has, that a reader of it has too. */
type Left<Whole, Reader, Names extends keyof Whole> = Extract<keyof Reader, Names>

it('a reader of the lab changes nothing', () => {
  type Changes =
    'start' | 'stop' | 'stopAll' | 'openListener' | 'closeListener' | 'join' | 'type' | 'setStepper' | 'disconnect'
  expectTypeOf<Left<Lab, LabReader, Changes | 'pageGone' | 'record'>>().toBeNever()
  expectTypeOf<Left<LabFiles, LabReader['files'], 'upload' | 'remove'>>().toBeNever()
  expectTypeOf<
    Left<Journal, LabReader['journal'], 'append' | 'createRun' | 'updateRun' | 'saveParticipant' | 'takeUp'>
  >().toBeNever()
  type OfRun = 'begin' | 'type' | 'stepperControl' | 'disconnecting' | 'join' | 'setTrouble' | 'journalBehind' | 'stop'
  expectTypeOf<Left<LiveRun, RunReader, OfRun>>().toBeNever()
  expectTypeOf<Left<Recorder, RunReader['recorder'], 'record' | 'recordBeside' | 'slept'>>().toBeNever()
  type OfTransfers = 'incoming' | 'outgoing' | 'uploads' | 'removed' | 'close'
  expectTypeOf<Left<Transfers, NonNullable<RunReader['transfers']>, OfTransfers>>().toBeNever()
})
