/**
 * Loaded into the lab's process before it: the lab then records no observation, and neither compares where its programs stand nor
 * reads the system's tables for the journal. Counterpart: `recording.ts`, which sets it beside a lab that does.
 */
import { SocketSampler } from '../server/runtime/lab/socket-sampler.ts'
import { Interpreter } from '../server/runtime/run/interpreter.ts'
import { Recorder } from '../server/runtime/run/recorder.ts'

Interpreter.prototype.moved = () => null
Recorder.prototype.observe = () => {}
SocketSampler.prototype.runChanged = () => {}
SocketSampler.prototype.committed = () => {}
