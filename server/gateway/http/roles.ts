/**
 * By which role a request comes: the teacher's cookie, or else what newcomers are. Counterparts: `teacher.ts`, where the secret
 * of the teacher's link is changed for the cookie; `server/commands/policy.ts`, which says what a role may.
 * Invariant: where a request comes from tells nothing, since proxies and tunnels come from loopback.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Role } from '../../commands/who.ts'

/** What the teacher's link holds, and the lab that it is of. */
export interface TeacherSecret {
  /** Distinguishes the cookies of labs on one machine: cookies know no ports. */
  readonly lab: string
  readonly secret: string
}

export class Roles {
  readonly #newcomers: Role
  readonly #teacher: TeacherSecret | null

  /** @param newcomers the role of pages without the cookie @param teacher null where roles are off */
  constructor(newcomers: Role, teacher: TeacherSecret | null) {
    this.#newcomers = newcomers
    this.#teacher = teacher
  }

  /** @param cookies the Cookie header (RFC 6265, 5.4) */
  ofPage(cookies: string | undefined): Role {
    return this.#isTeacher(cookies) ? 'teacher' : this.#newcomers
  }

  /** Of a call that names no page. */
  ofCall(cookies: string | undefined): Role {
    if (this.#teacher === null) return this.#newcomers
    return this.#isTeacher(cookies) ? 'teacher' : 'onlooker'
  }

  /** The cookie for a secret; null for a wrong one. Not the secret itself: nobody makes a link of it. */
  cookieFor(secret: string): string | null {
    const teacher = this.#teacher
    if (teacher === null || !isSame(secret, teacher.secret)) return null
    return `${nameOf(teacher)}=${valueOf(teacher)}; Path=/; HttpOnly; SameSite=Strict`
  }

  #isTeacher(cookies: string | undefined): boolean {
    const teacher = this.#teacher
    if (teacher === null || cookies === undefined) return false
    const start = `${nameOf(teacher)}=`
    const pairs = cookies.split(';').map((pair) => pair.trim())
    return pairs.some((pair) => pair.startsWith(start) && isSame(pair.slice(start.length), valueOf(teacher)))
  }
}

/** All are everybody. */
export const NO_ROLES = new Roles('everybody', null)

const nameOf = ({ lab }: TeacherSecret): string => `socket-lab-${lab}`
const valueOf = ({ secret }: TeacherSecret): string =>
  createHmac('sha256', secret).update('the cookie of the teacher').digest('base64url')

/** Takes as long whatever they have in common. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
