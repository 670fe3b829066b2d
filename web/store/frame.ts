/**
 * At most one call a frame, however often it is asked for. A hidden page draws no frames: the call waits until it is
 * shown again, so whatever is gathered meanwhile must be bounded by the caller.
 */
export function oncePerFrame(call: () => void): () => void {
  let due = false
  return () => {
    if (due) return
    due = true
    requestAnimationFrame(() => {
      due = false
      call()
    })
  }
}
