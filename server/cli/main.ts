/**
 * The entry: `serve`, the lab with its page, unless `run` asks for one program in this terminal, or `check` for a student's own to
 * be judged. It checks the runtime
 * before anything else is loaded, since an older one would fail with a message about syntax or a missing module.
 * Exit codes: 0 after a drain, 2 when something must be changed first, 1 otherwise; those of `run`: run.ts, of `check`: check.ts, of `export`: export.ts, of `journal`, `erase` and `forget`: kept.ts.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Socket Lab needs Node 22.18 or newer, and this is ${process.version}: start it with "npm start", which brings one.\n`,
  )
  process.exit(2)
}
const [command, ...rest] = process.argv.slice(2)
if (command === 'run') {
  const { runProgram } = await import('./run.ts')
  await runProgram(rest)
} else if (command === 'check') {
  const { checkProgram } = await import('./check.ts')
  await checkProgram(rest)
} else if (command === 'export') {
  const { exportRun } = await import('./export.ts')
  await exportRun(rest)
} else if (command === 'journal' || command === 'erase' || command === 'forget') {
  const { keptTask } = await import('./kept.ts')
  await keptTask(command, rest)
} else {
  const { main } = await import('./serve.ts')
  await main(command === 'serve' ? rest : process.argv.slice(2))
}
