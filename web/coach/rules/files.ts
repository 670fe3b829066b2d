/** Files at one end: which way the bytes go, and what becomes of the file. Only for commands that socat takes. */
import { finding, put, replace, type Finding } from '../command/finding.ts'
import type { Address, Command } from '../command/model.ts'
import { directionOf, has, natureOfAddress, type Nature } from '../command/nature.ts'
import { sides } from './sockets.ts'

export function fileRules(command: Command): Finding[] {
  const direction = directionOf(command)
  return sides(command).flatMap(({ at, address, nature, other }) => {
    if (nature.kind !== 'file' || address.params[0]?.text.startsWith('/dev/')) return []
    const written = direction === 'both' || (direction === 'right') === (at === 1)
    const makes = has(address, 'o-create') || has(address, 'o-trunc') || has(address, 'append')
    const way = one(command, at === 1 ? '-u' : '-U')
    if (address.type?.name === 'create')
      return direction === 'both' || !written ? [finding('create-reads', address, {}, way)] : []
    if (!written) return makes ? [finding('reads-new-file', address, {}, reversed(command))] : []
    const receives = direction !== 'both' || makes || at === 1
    if (!receives) return has(address, 'o-rdonly') ? [] : bothWays('send-both-ways', address, other, one(command, '-u'))
    const ways =
      direction === 'both' && !has(address, 'o-wronly') ? bothWays('receive-both-ways', address, other, way) : []
    return [...ways, ...contents(address)]
  })
}

/** Inserts a direction after the program. */
const one = ({ program }: Command, flag: string) => (program ? [put(program.to, ` ${flag}`)] : null)

function reversed({ flags }: Command) {
  const flag = flags.find(({ name }) => name === '-u' || name === '-U')
  return flag ? [replace(flag, flag.name === '-u' ? '-U' : '-u')] : null
}

function bothWays(
  code: 'send-both-ways' | 'receive-both-ways',
  address: Address,
  other: Nature,
  mend: Parameters<typeof finding>[3],
): Finding[] {
  return other.kind === 'socket' || other.kind === 'program' ? [finding(code, address, {}, mend)] : []
}

/** `GOPEN` and plain paths create the file and append to it by themselves. */
function contents(address: Address): Finding[] {
  if (address.type?.name !== 'open' || natureOfAddress(address).kind !== 'file') return []
  if (!has(address, 'o-create')) {
    const trunc = has(address, 'o-trunc') || has(address, 'append') ? '' : ',trunc'
    return [finding('no-create', address, {}, [put(address.to, `,create${trunc}`)])]
  }
  if (has(address, 'o-trunc') || has(address, 'append') || has(address, 'o-excl')) return []
  return [finding('no-trunc', address, {}, [put(address.to, ',trunc')])]
}
