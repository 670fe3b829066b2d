/**
 * A rule of the linter: who waits, for what, since when and with how many bytes is what `waitsOf` says (`shared/state/waits.ts`).
 * A view that reads these fields of a participant, of a row of the kernel or of the program's state by itself will one day
 * contradict another. Counterparts: `eslint.config.js`, which says where; `guards.mjs`, which plants such views.
 */

/** A node of the syntax tree, as ESLint has it. @typedef {NonNullable<Parameters<import('eslint').SourceCode['getText']>[0]>} Node */

/**
 * Fields by the declaration that they stand in, and its file.
 * @type {Readonly<Record<string, { readonly file: string, readonly fields: readonly string[] }>>}
 */
const RAW = {
  Participant: {
    file: 'shared/protocol/model.ts',
    fields: ['paused', 'queued', 'partialBytes', 'partial', 'takenAt', 'waitsFor'],
  },
  KernelRow: { file: 'shared/model/kernel.ts', fields: ['recvQ', 'sendQ'] },
  LiveState: { file: 'shared/protocol/program.ts', fields: ['processes'] },
}
const NAMES = new Set(Object.values(RAW).flatMap(({ fields }) => fields))

/** @type {import('eslint').Rule.RuleModule} */
export const oneTruth = {
  meta: {
    schema: [],
    messages: { raw: 'Ask waitsOf (shared/state/waits.ts): a view reads no {{ field }} of {{ owner }} by itself.' },
  },
  create(context) {
    const { esTreeNodeToTSNodeMap, program } = context.sourceCode.parserServices
    if (!program) return {}
    const checker = program.getTypeChecker()

    /**
     * @param {Node} object of whose type the field is
     * @param {Node} at
     * @param {string} field
     */
    function look(object, at, field) {
      if (!NAMES.has(field)) return
      const node = esTreeNodeToTSNodeMap.get(object)
      if (!node) return
      const type = checker.getNonNullableType(checker.getTypeAtLocation(node))
      for (const part of type.isUnion() ? type.types : [type]) {
        for (const declared of part.getProperty(field)?.declarations ?? []) {
          const owner = ownerOf(declared)
          if (owner) return context.report({ node: at, messageId: 'raw', data: { field, owner } })
        }
      }
    }

    return {
      MemberExpression({ object, property }) {
        const field = 'name' in property ? property.name : 'value' in property ? property.value : ''
        if (object.type !== 'Super' && typeof field === 'string') look(object, property, field)
      },
      ObjectPattern(pattern) {
        for (const one of pattern.properties) {
          if (one.type === 'Property' && one.key.type === 'Identifier') look(pattern, one.key, one.key.name)
        }
      },
    }
  },
}

/**
 * Whose field this is; null where it is nobody's that counts here. What stands within another object is that one's.
 * @param {import('typescript').Node} declared
 */
function ownerOf(declared) {
  const { fileName } = declared.getSourceFile()
  let nested = 0
  for (let node = declared.parent; node; node = node.parent) {
    if ('properties' in node) nested++
    const name = /** @type {{ name?: { text?: string } }} */ (node).name?.text
    const raw = name === undefined ? undefined : RAW[name]
    if (name !== undefined && raw) return nested <= 1 && fileName.endsWith(raw.file) ? name : null
  }
  return null
}
