/**
 * By which role somebody asks: the teacher by a key, or else what newcomers are. The page keeps the key for its own origin and
 * says it in `hello`; a script says it as `Authorization: Bearer KEY` (RFC 6750, 2.1). Not a cookie: browsers send those to every
 * port of a host, and the runs listen there and record what they receive. Counterparts: `teacher.ts`, where the secret of the
 * teacher's link is changed for the key; `server/commands/policy.ts`, which says what a role may.
 * Invariant: where a request comes from makes nobody the teacher, since proxies and tunnels come from loopback.
 */
import { createHmac } from 'node:crypto'
import { isSame } from '../../commands/secret.ts'
import type { Role } from '../../commands/who.ts'

/** What the teacher's link holds, and the lab that it is of. */
export interface TeacherSecret {
  readonly lab: string
  readonly secret: string
}

export class Roles {
  readonly #newcomers: Role
  readonly #teacher: TeacherSecret | null

  /** @param newcomers the role of pages without the key @param teacher null where roles are off */
  constructor(newcomers: Role, teacher: TeacherSecret | null) {
    this.#newcomers = newcomers
    this.#teacher = teacher
  }

  /** @param key what its `hello` says */
  ofPage(key: string | undefined): Role {
    return this.#isTeacher(key) ? 'teacher' : this.#newcomers
  }

  /** Of a call that names no page. @param authorization the header */
  ofCall(authorization: string | undefined): Role {
    if (this.#teacher === null) return this.#newcomers
    return this.#isTeacher(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]) ? 'teacher' : 'onlooker'
  }

  /** The key for a secret; null for a wrong one. Not the secret itself: nobody makes a link of it. */
  keyFor(secret: string): string | null {
    const teacher = this.#teacher
    return teacher !== null && isSame(secret, teacher.secret) ? keyOf(teacher) : null
  }

  #isTeacher(key: string | undefined): boolean {
    return this.#teacher !== null && key !== undefined && isSame(key, keyOf(this.#teacher))
  }
}

/** All are everybody. */
export const NO_ROLES = new Roles('everybody', null)

/** Derived, so that a new link ends the keys of older ones. */
const keyOf = ({ lab, secret }: TeacherSecret): string =>
  createHmac('sha256', secret).update(`the key of the teacher of ${lab}`).digest('base64url')
