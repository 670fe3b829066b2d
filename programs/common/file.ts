/** The listing as a file to keep: a header that says what it is and how it runs, then every line with its comment. */
import type { Lang } from '#shared/model/languages.ts'
import type { Listing } from '#shared/protocol/program.ts'

/**
 * @param header what stands above the code, a paragraph each
 * @param lang of the comments
 */
export function pythonFile(listing: Listing, header: readonly string[], lang: Lang): string {
  const lines = listing.map((line, i) => {
    const comment = line[lang] === undefined ? '' : `  # ${line[lang]}`
    return `${isApart(line.code, listing[i - 1]?.code) ? '\n' : ''}${line.code}${comment}`
  })
  const doc = header.join('\n\n').replace(/["\\]/g, '\\$&')
  return ['#!/usr/bin/env python3', `"""${doc}`, '"""', ...lines, ''].join('\n')
}

/** A function, a loop, and what follows one or the imports, stands apart from what is before it. */
function isApart(code: string, before: string | undefined): boolean {
  if (before === undefined || code.startsWith(' ')) return false
  const isImport = (line: string): boolean => /^(import|from) /.test(line)
  return before.startsWith(' ') || /^(def|while) /.test(code) || (isImport(before) && !isImport(code))
}
