import { errors } from '#shared/errors/text.en.ts'
import { traceWords as trace } from '#shared/trace/text.en.ts'
import type { Texts } from '../fr/index.ts'
import { exporting } from './export.ts'
import { kept } from './kept.ts'
import { run } from './run.ts'
import { serve } from './serve.ts'

export const texts: Texts = { errors, exporting, kept, run, serve, trace }
