/** What Linux tells of another process (proc_pid_stat(5), proc_pid_status(5)); null on other systems. */
import { readFileSync } from 'node:fs'

/** The unit of /proc/PID/stat: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100

/** Processor seconds of all threads of a process, user and system; steps of 10 ms. */
export function cpuSeconds(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`)
  // The name of the program stands in parentheses and may hold anything; utime and stime are fields 14 and 15.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND : null
}

/** Resident memory in MiB: `VmRSS` now, `VmHWM` at most so far. */
export function memory(pid: number, field: 'VmRSS' | 'VmHWM'): number | null {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(read(`/proc/${pid}/status`) ?? '')?.[1]
  return kib === undefined ? null : Number(kib) / 1024
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
