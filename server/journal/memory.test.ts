import { describe } from 'vitest'
import { journalSuite } from './journal.suite.ts'
import { MemoryJournal } from './memory.ts'
import { upkeepSuite } from './upkeep.suite.ts'
import { readingSuite } from './reading.suite.ts'

describe('the journal in memory', () => {
  journalSuite(async () => new MemoryJournal())
  upkeepSuite(async () => new MemoryJournal())
  readingSuite(async (reads) => new MemoryJournal(reads))
})
