/** What a run can be taken home as. Counterparts: `server/study/export/`, a file each; `gateway/http/export.ts`, the route. */
import { Type, type Static } from 'typebox'
import { LANGS, type Lang } from '../model/languages.ts'

/** jsonl: all that the journal has. csv: a row an event. text: what was said. pcapng: a capture. mermaid: a diagram. */
export const EXPORT_FORMATS = ['jsonl', 'csv', 'text', 'pcapng', 'mermaid'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const ExportQuery = Type.Object(
  {
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
  },
  { additionalProperties: false },
)
export type ExportQuery = Static<typeof ExportQuery>
