/** Compresses blocks where that pays. Counterparts: `store.ts` and `upkeep.ts`, which keep them. */
import { constants, zstdCompressSync } from 'node:zlib'

const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
/** Smaller blocks are not worth the call. */
const WORTH_PACKING = 2048
/** Tried first from the middle of a block: 4 KiB of random bytes cost 27 µs, a whole block 340 µs for nothing. */
const SAMPLE = 4096
/** Compressed is kept where it saves at least a tenth. */
const SAVING = 0.9

/** The block compressed, or null where that does not pay. */
export function pack(block: Uint8Array): Uint8Array | null {
  if (block.length < WORTH_PACKING) return null
  if (block.length > 4 * SAMPLE) {
    const middle = (block.length - SAMPLE) >>> 1
    if (zstdCompressSync(block.subarray(middle, middle + SAMPLE), ZSTD).length > SAMPLE * SAVING) return null
  }
  const packed = zstdCompressSync(block, ZSTD)
  return packed.length > block.length * SAVING ? null : packed
}
