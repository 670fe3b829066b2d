/** Whether a key writes something. Pure. Counterpart: `keys.ts`, which then gives the prompt the focus. */

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> & Pick<KeyboardEvent, 'getModifierState'>

/** A dead key, and a key that an input method has taken (UI Events KeyboardEvent key values). */
const COMPOSES = new Set(['Dead', 'Process'])

/**
 * True of a printable character, and of what begins one: a dead key, an input method.
 * @param free nothing has the focus that would take the space bar for itself
 * @param platform `navigator.platform`: the Option key of a Mac writes characters, the Alt key of others commands
 */
export function typesText(event: Key, free: boolean, platform: string): boolean {
  const { key } = event
  if (key === ' ' && !free) return false
  // One character, which may be two code units.
  if (!COMPOSES.has(key) && [...key].length !== 1) return false
  // AltGr: reported as Ctrl with Alt where Windows makes it of both.
  if (event.getModifierState('AltGraph')) return !event.metaKey
  if (event.ctrlKey || event.metaKey) return false
  return !event.altKey || /^Mac|^iP/.test(platform)
}
