import { describe } from 'vitest'
import { journalContract } from './contract.ts'
import { MemoryJournal } from './memory.ts'
import { readingContract } from './reading-contract.ts'

describe('the journal in memory', () => {
  journalContract(async () => new MemoryJournal())
  readingContract(async (reads) => new MemoryJournal(reads))
})
