/** What an address of the page asks for. Pure. */
import { BASE } from '../connection/base.ts'
import { experimentOf, type ExperimentId } from '../experiments/experiments.ts'

export type Route =
  | { view: 'home' }
  | { view: 'run'; id: string; experiment?: ExperimentId | undefined }
  | { view: 'join'; id: string }
  | { view: 'coach' }
  | { view: 'class' }
  | { view: 'nowhere' }

/** The route of an address below the lab's own: `/`, `/runs/12`, `/runs/12?experiment=silent`, `/runs/12/join`, `/coach`, `/class`; everything else is nowhere. */
export function routeOf(address: string): Route {
  const [path = '', query = ''] = address.split('?', 2)
  if (path === '/') return { view: 'home' }
  if (/^\/coach\/?$/.test(path)) return { view: 'coach' }
  if (/^\/class\/?$/.test(path)) return { view: 'class' }
  const joined = /^\/runs\/([\w-]{1,32})\/join\/?$/.exec(path)?.[1]
  if (joined !== undefined) return { view: 'join', id: joined }
  const id = /^\/runs\/([\w-]{1,32})\/?$/.exec(path)?.[1]
  if (id === undefined) return { view: 'nowhere' }
  return { view: 'run', id, experiment: experimentOf(new URLSearchParams(query).get('experiment')) }
}

/** @param experiment whose guide the page shows */
export const runPath = (id: string, experiment?: ExperimentId): string =>
  `${BASE}/runs/${id}${experiment === undefined ? '' : `?experiment=${experiment}`}`

export const HOME_PATH = `${BASE}/`
/** How to get into a run, for a projector. */
export const joinPath = (id: string): string => `${BASE}/runs/${id}/join`

/** The wall of the class. */
export const CLASS_PATH = `${BASE}/class`
export const COACH_PATH = `${BASE}/coach`
