/** What this browser remembers between visits. Storage may be forbidden: then nothing is remembered, and all works. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`socket-lab.${key}`)
  } catch {
    return null
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`socket-lab.${key}`, value)
  } catch {
    // As said above.
  }
}
