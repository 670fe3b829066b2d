/**
 * Names of files that any system takes and no shell, path or reader is fooled by. Counterpart: `store.ts`, which keeps
 * files under nothing else. Invariant: a safe name is one path component, and safe again unchanged.
 */

/** Longest name in bytes of UTF-8: file systems take 255, and a number comes before it. */
const MOST_BYTES = 120
const MOST_EXTENSION = 16
/** Device names of Windows, with any extension (Microsoft, “Naming Files, Paths, and Namespaces”). */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i

/**
 * `name` without what could harm: path separators, wildcards and quotes become `_`; control, format (bidi among them),
 * unassigned and lone surrogate characters go (Unicode category C), dots and spaces at either end too; NFC; shortened before
 * its extension. What is left empty is `file`.
 */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/\p{C}/gu, '')
    .replace(/[\p{Z}]+/gu, ' ')
    .replace(/[/\\:*?"<>|`$]/g, '_')
  const short = trimmed(shortened(trimmed(plain)))
  if (short === '') return 'file'
  return RESERVED.test(short) ? safeName(`_${short}`) : short
}

const trimmed = (name: string): string => name.replace(/^[. ~-]+|[. ]+$/g, '')

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MOST_BYTES) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= MOST_EXTENSION ? name.slice(dot) : ''
  let kept = ''
  let room = MOST_BYTES - Buffer.byteLength(extension)
  for (const character of name.slice(0, name.length - extension.length)) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    kept += character
  }
  return trimmed(kept) + extension
}
