/**
 * What the pages of a class may do under chance: look at the wall, show somebody, say how far they are, raise hands, write to all, ask for access. The lab of
 * the fuzz has no roles: everybody may do the teacher's, and everybody has access. Counterpart: `steps.ts`.
 */
import { withPage, withParticipant, type Result } from './choices.ts'
import type { World } from './world.ts'

export function wall(world: World): Result {
  return withPage(world, (one) => {
    if (world.random.chance(0.7)) return `${one.name} ${one.watchWall()}`
    one.unwatchWall()
    return `${one.name} no more`
  })
}

export function show(world: World): Result {
  return withPage(world, (one) => {
    const { random } = world
    if (random.chance(0.3)) return `${one.name} ${one.ask({ type: 'give-back' })}`
    const person = random.pick([random.int(1, 60), random.int(1, 60), 1_000_000])
    return `${one.name} ${one.ask({ type: 'show', person })} ${person}`
  })
}

export function beShown(world: World): Result {
  return withPage(world, (one) => {
    const yes = world.random.chance(0.7)
    one.say({ type: 'be-shown', yes })
    return `${one.name} ${yes}`
  })
}

export function step(world: World): Result {
  return withPage(world, (one) => {
    const { random } = world
    const guide = random.pick(['relay', 'line-server', 'constructor', '-'])
    one.say({ type: 'step', guide, done: random.int(0, 30), of: random.int(1, 30) })
    return `${one.name} ${guide}`
  })
}

export function access(world: World): Result {
  return withPage(world, (one) => {
    const ref = world.random.chance(0.5)
      ? one.ask({ type: 'lock', locked: world.random.chance(0.5) })
      : one.ask({ type: 'new-pin' })
    return `${one.name} ${ref}`
  })
}

/** Of nobody: pages would see the events of whom it forgets in two ways. */
export async function forget(world: World): Promise<string> {
  const name = world.random.pick(['nobody here', '', 'constructor', '\u0000', 'x'.repeat(300)])
  await world.call(() => world.rest.call('POST', '/forget', { name }))
  return name
}

export function hand(world: World): Result {
  return withPage(world, (one) => {
    const { random } = world
    if (random.chance(0.2)) return `${one.name} all ${one.ask({ type: 'lower-hand', person: null })}`
    if (random.chance(0.3)) return `${one.name} ${one.ask({ type: 'lower-hand', person: random.int(1, 60) })}`
    if (random.chance(0.2)) {
      const on = random.chance(0.6)
      one.say({ type: 'watch-own-tile', on })
      return `${one.name} own tile ${on}`
    }
    const word = random.pick(['', 'recv ?', '\u202e', 'x'.repeat(80), null])
    return `${one.name} ${one.ask({ type: 'raise-hand', word })} ${word}`
  })
}

export function notice(world: World): Result {
  return withPage(world, (one) => {
    const text = world.random.pick(['', 'look here', ' \n', '\u0000', 'é'.repeat(280)])
    return `${one.name} ${one.ask({ type: 'write-notice', text })} ${text.length}`
  })
}

/** The teacher's hand on participants of the runs of the fuzz, and on nobody: never on the pair that measures. */
export function voices(world: World): Result {
  return withPage(world, (one) =>
    withParticipant(world, (known, id) => {
      const { random } = world
      const [run, participant] = random.pick([
        [known, id],
        [known, id],
        [known, random.int(1, 12)],
        ['99', id],
      ] as const)
      const order = random.pick([
        { type: 'mute', run, participant, muted: random.chance(0.5) },
        { type: 'give-floor', run, participant: random.chance(0.5) ? participant : null },
        { type: 'keep-out', run, participant },
        { type: 'let-in', run, participant },
      ] as const)
      return `${one.name} ${one.ask(order)} ${order.type} ${run} ${participant}`
    }),
  )
}

export function follow(world: World): Result {
  return withPage(world, (one) => {
    const { random } = world
    if (random.chance(0.4)) {
      const yes = random.chance(0.5)
      one.say({ type: 'follow-lead', yes })
      return `${one.name} ${yes}`
    }
    if (random.chance(0.3)) return `${one.name} ends ${one.ask({ type: 'stop-leading' })}`
    const place = random.pick([
      null,
      { run: '1', view: 'ladder' },
      { run: '99', view: 'conversation', participant: 3, event: 41 },
    ])
    return `${one.name} leads ${one.ask({ type: 'lead', place })}`
  })
}
