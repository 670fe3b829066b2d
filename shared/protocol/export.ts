/** How a run is asked for as a file. Counterparts: `shared/model/export.ts`; `gateway/http/export.ts`, the route. */
import { Type, type Static } from 'typebox'
import { EXPORT_FORMATS, type ExportFormat } from '../model/export.ts'
import { LANGS, type Lang } from '../model/languages.ts'

export const ExportQuery = Type.Object({
  format: Type.Unsafe<ExportFormat>(Type.Union(EXPORT_FORMATS.map((one) => Type.Literal(one)))),
  lang: Type.Unsafe<Lang>(
    Type.Union(
      LANGS.map((lang) => Type.Literal(lang)),
      { default: LANGS[0] },
    ),
  ),
  names: Type.Unsafe<'names' | 'pseudonyms'>(
    Type.Union([Type.Literal('names'), Type.Literal('pseudonyms')], {
      default: 'names',
      description: 'pseudonyms: "P3" for the third participant, and no address; what they wrote stays as it is',
    }),
  ),
})
export type ExportQuery = Static<typeof ExportQuery>
