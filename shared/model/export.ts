/** What a run can be taken home as. Counterparts: `shared/protocol/export.ts`; `server/study/export/`, a file each. */

/** jsonl: all that the journal has. csv: a row an event. text: what was said. pcapng: a capture. mermaid: a diagram. */
export const EXPORT_FORMATS = ['text', 'csv', 'pcapng', 'mermaid', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
