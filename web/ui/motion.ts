/** Small moves by the Web Animations API, whose end state is what is drawn anyway. None for who asked for less motion. */

const calm = matchMedia('(prefers-reduced-motion: reduce)')

/**
 * Plays keyframes once over `--glide`. @param delay as a share of that duration
 */
export function moving(element: Element, frames: Keyframe[], delay = 0): void {
  if (calm.matches) return
  const duration = parseFloat(getComputedStyle(element).getPropertyValue('--glide'))
  element.animate(frames, { duration, delay: delay * duration, easing: 'ease-out', fill: 'backwards' })
}
