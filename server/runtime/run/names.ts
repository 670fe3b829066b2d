/**
 * Who may be called what. A name appears beside the program, beside groups, and beside those without a name, who are called
 * by what the lab knows of them (":51512", "unix 3", "#3"): nobody must be mistaken for another.
 * Counterparts: `shared/net/name.ts`, what a name may be made of; `skeleton.ts`, which names look alike.
 * Invariants: no two names in a run look alike; a name is shown as it was looked at.
 */
import { MAX_NAME } from '#shared/model/constants.ts'
import { nameFault, tidyName } from '#shared/net/name.ts'
import { visible } from '#shared/net/visible.ts'
import { LabError } from '../../core/errors.ts'
import { skeletonsOf } from './skeleton.ts'

/** What page and terminal call the program, the lab, groups and onlookers, and who would be believed; with a number too. */
const OURS = [
  ...['programme', 'program', 'le programme', 'the program', 'serveur', 'server', 'relais', 'relay', 'enfant', 'child'],
  ...['processus', 'process', 'console', 'clavier', 'keyboard', 'noyau', 'kernel', 'système', 'system', 'select'],
  ...['labo', 'lab', 'le labo', 'the lab', 'Socket Lab', 'API', 'l’API', 'the API', 'admin', 'root', 'journal'],
  ...['tous', 'tous les autres', 'tout le monde', 'à tous', 'les autres', 'autre', 'autres', 'all the others'],
  ...[
    'everybody',
    'everyone',
    'everybody else',
    'to all',
    'to everybody',
    'to everyone',
    'other',
    'others',
    'the others',
  ],
  ...['vous', 'à vous', 'toi', 'moi', 'you', 'me', 'personne', 'nobody', 'quelqu’un', 'somebody', 'inconnu', 'unknown'],
  ...[
    'cette page',
    'this page',
    'une page qui regarde',
    'an onlooker’s page',
    'autre participant',
    'autres participants',
    'other participant',
    'other participants',
  ],
  ...['enseignant', 'enseignante', 'professeur', 'professeure', 'prof', 'teacher'],
]
/** Ours with a number only: a participant may well be the client. */
const NUMBERED = ['client', 'participant', 'participante', 'page', 'unix', 'tcp', 'tls', 'udp', 'web', 'port', 'socket']
/** What is said of somebody's page. */
const SOMEBODYS_PAGE = /^la page d|[\p{Lm}'’] ?s page$/iu
/** Letters that look like what stands in ":51512", "#3" or 127.0.0.1:8080. */
const OF_ADDRESS = /[:#@/]/

const skeletons = (words: readonly string[]): ReadonlySet<string> => new Set(words.flatMap(skeletonsOf))
let ours: { readonly alone: ReadonlySet<string>; readonly numbered: ReadonlySet<string> } | null = null

function isOurs(name: string): boolean {
  ours ??= { alone: skeletons(OURS), numbered: skeletons([...OURS, ...NUMBERED]) }
  const { alone, numbered } = ours
  const letters = name.replace(/\p{Nd}/gu, '')
  return (
    SOMEBODYS_PAGE.test(name) ||
    skeletonsOf(name).some((one) => alone.has(one) || OF_ADDRESS.test(one)) ||
    (letters !== name && skeletonsOf(letters).some((one) => numbered.has(one)))
  )
}

/** Of names that people have: every other name is compared with each of them. */
const known = new Map<string, readonly string[]>()
const MOST_KNOWN = 20_000

function knownSkeletonsOf(name: string): readonly string[] {
  let skeletons = known.get(name)
  if (!skeletons) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, (skeletons = skeletonsOf(name)))
  }
  return skeletons
}

/**
 * The name under which somebody may be shown beside those who are `taken`: tidy, and like nobody else's. Throws
 * `bad-name`, `name-invisible`, `name-scripts`, `name-reserved`, `name-taken`.
 */
export function freeName(raw: string, taken: Iterable<string>): string {
  const name = tidyName(raw)
  const shown = { name: visible([...name].slice(0, MAX_NAME).join('')) }
  const fault = nameFault(name)
  if (fault) throw new LabError(fault, shown)
  if (isOurs(name)) throw new LabError('name-reserved', shown)
  const own = skeletonsOf(name)
  for (const other of taken)
    if (knownSkeletonsOf(other).some((one) => own.includes(one))) throw new LabError('name-taken', shown)
  return name
}
