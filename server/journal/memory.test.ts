import { describe } from 'vitest'
import { journalContract } from './contract.ts'
import { MemoryJournal } from './memory.ts'

describe('the journal in memory', () => journalContract(async () => new MemoryJournal()))
