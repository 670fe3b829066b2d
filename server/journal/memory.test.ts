import { describe } from 'vitest'
import { journalContract } from './journal.suite.ts'
import { MemoryJournal } from './memory.ts'
import { readingContract } from './reading.suite.ts'

describe('the journal in memory', () => {
  journalContract(async () => new MemoryJournal())
  readingContract(async (reads) => new MemoryJournal(reads))
})
