/**
 * Writes `server/runtime/run/confusables.json`: which characters look like which, as Unicode has them (UTS 39, confusables.txt).
 * They are read from the table of ICU that every Node carries with the rest of Unicode's data but opens to nobody; no library
 * of npm keeps them up to date (docs/decisions/names.md). Run it by hand after a new Node: `node scripts/confusables.mjs`.
 * Source: ICU, `uspoof_impl.h` (SpoofDataHeader, format version 2), `udata.h` (UDataInfo).
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FORMAT = Buffer.from('Cfu ')
const MAGIC = 0x3845fdef
const INFO_BEFORE_FORMAT = 12
/** Places in the header of the table, in bytes. */
const [KEYS, COUNT, VALUES, STRINGS] = [12, 16, 20, 28]

/**
 * The start of the table. Throws where this Node has none, as one that is built without ICU's data.
 * @param {Buffer} binary
 */
function tableIn(binary) {
  for (let at = binary.indexOf(FORMAT); at >= 0; at = binary.indexOf(FORMAT, at + 1)) {
    const start = at - INFO_BEFORE_FORMAT
    const table = start + binary.readUInt16LE(start)
    if (table + 32 < binary.length && binary.readUInt32LE(table) === MAGIC && binary[at + 4] === 2) return table
  }
  throw new Error(`${process.execPath} has no table of confusables of format 2`)
}

/**
 * Each pair of the table: a character, and what it looks like.
 * @param {Buffer} binary
 * @returns {[string, string][]}
 */
function pairsOf(binary) {
  const table = tableIn(binary)
  /** @param {number} field */
  const place = (field) => table + binary.readInt32LE(table + field)
  return Array.from({ length: binary.readInt32LE(table + COUNT) }, (_, i) => {
    const key = binary.readUInt32LE(place(KEYS) + 4 * i)
    const value = binary.readUInt16LE(place(VALUES) + 2 * i)
    const length = (key >>> 24) + 1
    const from = place(STRINGS) + 2 * value
    const looks = length === 1 ? String.fromCharCode(value) : binary.toString('utf16le', from, from + 2 * length)
    return [String.fromCodePoint(key & 0xffffff), looks]
  })
}

// By what they look like: each of them once, and a difference can be read.
/** @type {Map<string, string>} */
const looks = new Map()
for (const [character, like] of pairsOf(readFileSync(process.execPath))) {
  looks.set(like, (looks.get(like) ?? '') + character)
}
const lines = [...looks]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map((pair) => `    ${pair.map((one) => JSON.stringify(one)).join(': ')}`)
const file = fileURLToPath(new URL('../server/runtime/run/confusables.json', import.meta.url))
writeFileSync(
  file,
  `{\n  "unicode": ${JSON.stringify(process.versions.unicode)},\n  "looks": {\n${lines.join(',\n')}\n  }\n}\n`,
)
