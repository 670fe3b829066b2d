/** What every journal does when a person is to be forgotten or a run to be erased. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { line, participant, readAll, RECORD } from './samples.fixture.ts'
import { LAB, type Entry, type Journal } from './port.ts'

const ANA = '192.0.2.7'
const NOTHING = { names: [], files: [], participants: {}, pages: [] }
const WHO = { ...NOTHING, name: 'ana', instead: 'forgotten-1', addresses: [ANA] }
const none = () => []
const told = (seq: number, kind: Entry['kind'], detail: object): Entry => ({
  ...{ seq, t: seq, time: RECORD.startedAt + seq, kind, participant: 1, wakeUp: 0, bytes: new Uint8Array(0) },
  detail: detail,
})
const arrival = (seq: number, name: string, address: string, participant = 1): Entry => ({
  ...told(seq, 'connected', { name, via: 'tcp', web: false, address, accepted: true }),
  participant,
})

export function upkeepSuite(open: () => Promise<Journal>): void {
  describe('upkeep', () => {
    const opened = async () => {
      const journal = await open()
      onTestFinished(() => journal.close())
      return journal
    }

    /** A run in which ana took part, and wrote her name. */
    async function lived(journal: Journal): Promise<string> {
      const { id } = await journal.createRun(RECORD)
      journal.saveParticipant(id, { ...participant(1, 'ana', 1), address: ANA })
      journal.saveParticipant(id, { ...participant(2, 'anabel', 2), address: '192.0.2.70' })
      journal.append(id, arrival(1, 'ana', ANA))
      journal.append(id, arrival(2, 'anabel', '192.0.2.70', 2))
      journal.append(id, line(3, 'I am ana\n'))
      journal.append(id, told(4, 'stepper', { state: 'paused', by: { name: 'ana', page: 3, address: ANA } }))
      const row = { local: '127.0.0.1:8080', remote: `${ANA}:51512` }
      const seen = { kind: 'sockets-seen', rows: [row], gone: [`tcp ${ANA}:51513`], whole: true, more: 0 } as never
      journal.observe(id, { number: 1, after: 4, t: 4, time: RECORD.startedAt, seen })
      await journal.flush()
      return id
    }

    it('finds where a name took part, and not those that begin like it', async () => {
      const journal = await opened()
      const run = await lived(journal)
      const nobody = { participants: {}, pages: [], owned: [], files: [], addresses: [] }
      expect(await journal.upkeep.trace('ana')).toEqual({
        ...{ participants: { [run]: [1] }, pages: [3], owned: [], names: ['ana'], files: [] },
        addresses: [{ address: ANA, others: 0 }],
      })
      expect(await journal.upkeep.trace('an')).toEqual({ ...nobody, names: ['an'] })
    })

    const page = (number: number, name?: string) => ({ page: number, ...(name && { name }), address: '192.0.2.99' })

    it('finds what somebody was called before and after, where it asked from, and who came from there too', async () => {
      const journal = await opened()
      const { id } = await journal.createRun(RECORD)
      const web = { via: 'tcp', web: true, address: '127.0.0.1:5000', accepted: true }
      const came = (seq: number, who: number, name: string, by: object) =>
        journal.append(id, { ...told(seq, 'connected', { ...web, name, by }), participant: who })
      journal.append(id, arrival(1, ':51512', `${ANA}:51512`))
      journal.append(id, told(2, 'name', { name: 'ana', by: { page: 3, address: ANA } }))
      journal.append(id, told(3, 'name', { name: 'zoe', by: { page: 3, address: ANA } }))
      came(4, 2, 'anna', page(3))
      came(5, 3, 'bob', page(4))
      journal.append(id, {
        ...told(6, 'name', { name: 'ana', by: { page: 4, teacher: true, address: ANA } }),
        participant: 4,
      })
      await journal.flush()
      const theirs = {
        ...{ participants: { [id]: [1, 2, 4] }, pages: [3], owned: [], files: [] },
        addresses: [
          { address: ANA, others: 0 },
          { address: '192.0.2.99', others: 1 },
        ],
      }
      expect(await journal.upkeep.trace('ana')).toEqual({ ...theirs, names: ['ana', 'zoe', 'anna'] })
      // A name that was given by mistake, and not by a page of the person, leads to nobody else.
      expect(await journal.upkeep.trace('zoe')).toEqual({
        ...theirs,
        participants: { [id]: [1, 2] },
        names: ['zoe', 'anna', 'ana'],
      })
    })

    it('looks until it finds nobody new: what is told of somebody may stand before that which leads to it', async () => {
      const journal = await opened()
      const { id } = await journal.createRun(RECORD)
      journal.append(id, arrival(1, ':51512', `${ANA}:51512`))
      journal.append(id, told(2, 'transfer', { state: 'whole', direction: 'in', file: 1, name: 'zoe_', done: 1 }))
      journal.append(id, told(3, 'name', { name: 'zoe', by: page(3, 'zoe') }))
      journal.append(id, told(4, 'stepper', { state: 'paused', by: page(3, 'ana') }))
      await journal.flush()
      expect(await journal.upkeep.trace('ana')).toMatchObject({
        ...{ participants: { [id]: [1] }, pages: [3], names: ['ana', 'zoe'], files: ['zoe_'] },
        addresses: expect.arrayContaining([{ address: ANA, others: 0 }]) as unknown[],
      })
    })

    it('finds for whom a run was started, and replaces every name of the person there', async () => {
      const journal = await opened()
      const owned = await journal.createRun({ ...RECORD, for: { name: 'ana' } })
      const alias = await journal.createRun({ ...RECORD, for: { name: 'zoe' } })
      await journal.flush()
      expect(await journal.upkeep.trace('ana')).toMatchObject({ participants: {}, pages: [], owned: [owned.id] })
      const { runs } = await journal.upkeep.forget({ ...WHO, names: ['zoe'] }, none)
      expect(runs).toEqual([owned.id, alias.id])
      const names = (await journal.runs(LAB)).map((run) => run.for?.name)
      expect(names).toEqual(['forgotten-1', 'forgotten-1'])
    })

    it('replaces another name of the person where it is theirs alone', async () => {
      const journal = await opened()
      const run = await lived(journal)
      journal.append(run, told(5, 'stepper', { state: 'paused', by: page(3, 'anabel') }))
      journal.append(run, told(6, 'stepper', { state: 'paused', by: page(4, 'anabel') }))
      journal.append(run, told(7, 'name', { name: 'anabel', by: page(4, 'anabel') }))
      journal.append(run, told(8, 'transfer', { state: 'whole', direction: 'in', file: 1, name: 'ana_', done: 1 }))
      await journal.flush()
      const who = { ...WHO, names: ['anabel'], files: ['ana_'], participants: { [run]: [1] }, pages: [3] }
      await journal.upkeep.forget(who, none)
      const details = (await readAll(journal, run)).map(({ detail }) => detail)
      expect(details[1]).toMatchObject({ name: 'anabel' })
      expect(details[4]).toMatchObject({ by: { name: 'forgotten-1' } })
      expect(details[5]).toMatchObject({ by: { name: 'anabel' } })
      expect(details[6]).toMatchObject({ name: 'forgotten-1', by: { name: 'anabel' } })
      expect(details[7]).toMatchObject({ name: 'forgotten-1' })
      const { participants } = await journal.participants({ run, from: 1, to: 9, limit: 9 }, LAB)
      expect(participants.map(({ name }) => name)).toEqual(['forgotten-1', 'anabel'])
    })

    it('replaces name and address everywhere, and nothing else: numbers, times and what was written stay', async () => {
      const journal = await opened()
      const run = await lived(journal)
      const before = await readAll(journal, run)
      const told = { written: [run], live: [], copies: [] }
      expect(await journal.upkeep.forget(WHO, none)).toEqual({ ...told, runs: [run] })
      const after = await readAll(journal, run)
      const stays = ({ seq, t, time, kind, bytes }: Entry) => ({
        seq,
        t,
        time,
        kind,
        text: Buffer.from(bytes).toString(),
      })
      expect(after.map(stays)).toEqual(before.map(stays))
      expect(after[0]!.detail).toMatchObject({ name: 'forgotten-1', address: '0.0.0.0' })
      expect(after[1]!.detail).toEqual(before[1]!.detail)
      expect(after[3]!.detail).toMatchObject({ by: { name: 'forgotten-1', page: 3, address: '0.0.0.0' } })
      const { observations } = await journal.observations({ run, after: 0, limit: 9 }, LAB)
      expect(observations[0]!.seen).toMatchObject({ rows: [{ remote: '0.0.0.0:51512' }], gone: ['tcp 0.0.0.0:51513'] })
      const { participants } = await journal.participants({ run, from: 1, to: 9, limit: 9 }, LAB)
      expect(participants.map(({ name, address }) => [name, address])).toEqual([
        ['forgotten-1', '0.0.0.0'],
        ['anabel', '192.0.2.70'],
      ])
      expect((await journal.upkeep.trace('ana')).participants).toEqual({})
      expect(await journal.upkeep.forget(WHO, none)).toEqual({ ...told, runs: [] })
    })

    it('leaves alone what still writes', async () => {
      const journal = await opened()
      const run = await lived(journal)
      const before = await readAll(journal, run)
      expect(await journal.upkeep.forget(WHO, () => [run])).toEqual({ runs: [], written: [], live: [run], copies: [] })
      expect((await readAll(journal, run)).map(({ detail }) => detail)).toEqual(before.map(({ detail }) => detail))
    })

    it('erases a run, all of it, and never gives its number again', async () => {
      const journal = await opened()
      const [kept, run] = [await lived(journal), await lived(journal)]
      await journal.upkeep.erase(run)
      await journal.upkeep.tidy()
      expect((await journal.runs(LAB)).map(({ id }) => id)).toEqual([kept])
      expect(await readAll(journal, run)).toEqual([])
      expect((await journal.participants({ run, from: 1, to: 9, limit: 9 }, LAB)).participants).toEqual([])
      expect(await readAll(journal, kept)).toHaveLength(4)
      expect(Number((await journal.createRun(RECORD)).id)).toBeGreaterThan(Number(run))
    })
  })
}
