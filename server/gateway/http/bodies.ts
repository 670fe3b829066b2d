/**
 * Bodies of requests are checked as they come: JSON has numbers, and null, true and "1" are none. Fastify's own validator, which comes
 * after, makes numbers of text, as queries and paths need it. Counterparts: `app.ts`; the schemas of `shared/protocol/rest.ts`.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { LabError } from '../../core/errors.ts'

/** Levels of objects and lists within one another in a body: whatever walks it later may recurse. */
const DEEPEST = 32

/** Has the body of every route that has a schema for it checked; what does not fit is a `bad-request` that says where. */
export function checkBodies(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!route.schema?.body) return
    const check = checkerOf(route.schema.body)
    route.preValidation = [route.preValidation ?? [], async ({ body }: FastifyRequest) => check(body)].flat()
  })
}

function checkerOf(schema: TSchema): (body: unknown) => void {
  const checker = Compile(schema)
  return (body) => {
    if (isDeeper(body, DEEPEST)) throw misfit('', `must not be nested deeper than ${DEEPEST} levels`)
    if (checker.Check(body)) return
    // A union has errors of each of its forms: what lies deepest is of the form that was meant.
    const errors = checker.Errors(body)
    const { instancePath, message } = errors.reduce((one, other) =>
      levelOf(other.instancePath) > levelOf(one.instancePath) ? other : one,
    )
    throw misfit(instancePath, message)
  }
}

const levelOf = (place: string): number => place.split('/').length
const misfit = (place: string, message: string): LabError =>
  new LabError('bad-request', { detail: `body${place} ${message}` })

/** Level by level, so that no depth is too much for it. */
function isDeeper(value: unknown, most: number): boolean {
  let level = [value].filter(isBranch)
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= most) return true
    level = level.flatMap((branch) => Object.values(branch)).filter(isBranch)
  }
  return false
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null
