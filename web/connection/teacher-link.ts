/**
 * The teacher's link: `#teacher=SECRET`. Counterparts: the route `/api/teacher`, which gives a key for the secret;
 * `credentials.ts`, which keeps it.
 * Invariant: the secret leaves the address, and the browser's history, before anything is drawn: the page is projected.
 */
import { keepTeacherKey } from './credentials.ts'
import { rest, toRequestError, type RequestError } from './rest.ts'

const FRAGMENT = /^#teacher=([\w-]{1,128})$/

/** Null where the address holds no secret; else what the lab said: null, or its refusal. */
export function takeTeacherLink(): Promise<RequestError | null> | null {
  const secret = FRAGMENT.exec(location.hash)?.[1]
  if (secret === undefined) return null
  history.replaceState(history.state, '', location.pathname + location.search)
  return rest.teacher(secret).then(
    ({ key }) => {
      keepTeacherKey(key)
      return null
    },
    (fault: unknown) => toRequestError(fault),
  )
}

/** A link that is opened in a tab of the lab changes nothing but the fragment: the page begins again with it. */
export function onTeacherLink(): void {
  addEventListener('hashchange', () => FRAGMENT.test(location.hash) && location.reload())
}
