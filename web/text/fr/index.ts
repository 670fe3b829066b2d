/** What the page says in French, put together from its parts. The other languages have its shape. */
import { errors as labErrors } from '#shared/errors/text.fr.ts'
import { by } from '#shared/trace/by.fr.ts'
import { conversation } from './conversation.ts'
import { datagrams } from './datagrams.ts'
import { listeners } from './listeners.ts'
import { errors } from './errors.ts'
import { files } from './files.ts'
import { kernel } from './kernel.ts'
import { page } from './page.ts'
import { people } from './people.ts'
import { pieces } from './pieces.ts'
import { portWaits } from './port-waits.ts'
import { programs } from './programs.ts'
import { select } from './select.ts'
import { trace } from './trace.ts'
import { traffic } from './traffic.ts'

export const catalogue = {
  ...page,
  ...programs,
  ...people,
  conversation,
  datagrams,
  listeners,
  errors: { ...labErrors, ...errors },
  files,
  kernel,
  pieces,
  portWaits,
  select,
  trace,
  by,
  traffic,
}

export type Catalogue = typeof catalogue
