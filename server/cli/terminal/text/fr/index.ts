/** What the terminal says in French. The other languages have its shape. */
import { errors } from '#shared/errors/text.fr.ts'
import { traceWords as trace } from '#shared/trace/text.fr.ts'
import { exporting } from './export.ts'
import { kept } from './kept.ts'
import { run } from './run.ts'
import { serve } from './serve.ts'

export const texts = { errors, exporting, kept, run, serve, trace }

export type Texts = typeof texts
