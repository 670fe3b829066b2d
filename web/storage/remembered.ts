/** What this browser remembers between visits. Storage may be forbidden: then nothing is remembered, and all works. */

/** What was remembered by this key; null where there is nothing, or storage is forbidden. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`socket-lab.${key}`)
  } catch {
    return null
  }
}

/** Remembers a text by this key, where storage allows. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`socket-lab.${key}`, value)
  } catch {
    // As said above.
  }
}
