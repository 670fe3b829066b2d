/** A file that the page has made goes to whoever sits before it. */
const HANDED_OVER_MS = 60_000

/** Hands a file to the browser, which keeps it where it keeps downloads. */
export function handOver(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // When it has been taken up, no browser tells.
  setTimeout(() => URL.revokeObjectURL(link.href), HANDED_OVER_MS)
}
