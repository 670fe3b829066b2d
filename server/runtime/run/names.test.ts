import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameFault, tidyName } from '#shared/net/name.ts'
import { freeName } from './names.ts'
import { looksLike, skeletonsOf } from './skeleton.ts'

const refusal = (raw: string, taken: string[] = []): string | null => {
  try {
    freeName(raw, taken)
    return null
  } catch (error) {
    return (error as { code: string }).code
  }
}

const list = (names: string): string[] => names.split('|')

describe('names that people have are taken as they are', () => {
  it.each([
    ...list("ana|Chloé|José|Anne-Lise|L’Haÿ|d'Artagnan-2|O’Neill|Zoë|Maëlys|François|Œdipe|Ali|Lila|Jules Page|Lepage"),
    ...list('Amélie Poulain|Đỗ Thị Ậu|Łukasz|İpek|Gal·la|J.-P. Dupont|poste 12|B2|client|muet|محمد|عَلِيّ|دانیال ۲|יוסף'),
    ...list(
      'ג׳ורג׳|שָּׁלוֹם|李|王小明|さくら|ジョン・スミス|田中さくら|김철수|Ольга|Юлія|Νίκη|Արամ|მარიამ|अनुष्का|রহিম|தமிழ்|ភូមិ|አበበ',
    ),
  ])('%s', (name) => {
    expect(freeName(name, [])).toBe(name.normalize('NFKC'))
  })

  it.each([
    ['  Chloé   B. ', 'Chloé B.'],
    ['Zoe\u0308', 'Zoë'],
    ['ana\u00a0b\u202fc', 'ana b c'],
    ['ＡＮＡ', 'ANA'],
    ['ﬁona', 'fiona'],
    ['𝐀𝐧𝐚', 'Ana'],
    ['ณัฐน้ำ', 'ณัฐน้ํา'],
    ['ana\n', 'ana'],
  ])('%j is shown as %j', (raw, name) => {
    expect(freeName(raw, [])).toBe(name)
  })
})

describe('names that are refused, each with its reason', () => {
  it.each([
    ...['', '   ', '...', ':51512', '51512', '#3', '127.0.0.1', '<b>', 'x'.repeat(33), 'ana😀', '👩💻'],
    ...['e\u0301\u0301', 'a\u0300\u0302\u0304', '- \u0301a', 'ana:8080', '①', 'a/b', '{name}', 'ana`', '½ ana'],
  ])('bad-name: %j', (raw) => expect(refusal(raw)).toBe('bad-name'))

  it.each([
    ...[
      'a\u202eb',
      'a\u200bna',
      'a\u200cna',
      'a\u200dna',
      '\ufeffana',
      'ana\u00ad',
      'a\u034fna',
      'ana\ufe0f',
      'a\u2060na',
    ],
    ...['ana\u3164', '\u115fana', '\uffa0ana', 'ana\u180e', 'ana\u2063', 'ana\u{e0061}', 'ana\u{e0100}', 'a\u17b4'],
    ...[
      'a\nb',
      '\u001b[31m',
      'a\u009bb',
      'a\u0000',
      'a\u2028b',
      'a\ud800',
      'a\ue000',
      'a\u2066b',
      'a\u061cb',
      'a\ufff9b',
    ],
  ])('name-invisible: %j', (raw) => expect(refusal(raw)).toBe('name-invisible'))

  it.each(['раypal', 'Bоb', 'Αna', 'ana李', 'ꓐꓳꓐ', 'ᏚᏢ', 'ᚨᚾᚨ', 'Анna', 'علي 3٣', 'かな김', 'anaא', '1 अ १'])(
    'name-scripts: %j',
    (raw) => expect(refusal(raw)).toBe('name-scripts'),
  )

  it.each([
    ...list(
      'Program|programme|Le Programme|c0nsole|SERVEUR|l’API|labo|Lab 2|Système|root|prof|Enseignante|programm\u0307e',
    ),
    ...list('tous|TOUS|t0us|tous les autres|7 autres|Everybody|y0u|Vous|nobody|cette page|La page de Ana|Ana’s page'),
    ...list("ana's page|client 3|Client-12|participant 1|unix 3|unix3|page 7|port 8080|ː51512|5ːa"),
  ])('name-reserved: %j', (raw) => expect(refusal(raw)).toBe('name-reserved'))

  it('name-reserved: words of ours in the letters of another alphabet', () => {
    const cyrillic = { console: 'соnѕоlе', me: 'ме', root: 'rооt' }
    for (const [word, seen] of Object.entries(cyrillic)) expect(looksLike(word, seen)).toBe(true)
    expect(refusal(cyrillic.me)).toBe('name-reserved')
  })

  it('says the name with its invisible characters in view', () => {
    const message: unknown = expect.stringContaining('ana⟨U+202E⟩b')
    expect(() => freeName('ana\u202eb', [])).toThrow(
      expect.objectContaining({ params: { name: 'ana⟨U+202E⟩b' }, message }),
    )
  })
})

describe('names that look like that of somebody who is here', () => {
  it.each([
    ['ana', 'Ana'],
    ['Bob', 'B0b'],
    ['Iris', 'lris'],
    ['Chloé', 'Chloe'],
    ['рора', 'popa'],
    ['marn', 'mam'],
    ['Mam', 'MARN'],
    ['ВОВ', 'bob'],
    ['Anna B', 'anna_b'],
    ['L’Haÿ', "l'hay"],
    ['Łukasz', 'Lukasz'],
    ['ΝΙΚΗ', 'Νίκη'],
    ['scоре', 'scope'],
    ['トム', '卜ム'],
    ['עַל', 'על'],
  ])('%j and %j', (a, b) => {
    expect(looksLike(a, b)).toBe(true)
    if (refusal(a) === null && nameFault(tidyName(b)) === null) expect(refusal(b, [a])).toBe('name-taken')
  })

  it.each([
    ['ana', 'anna'],
    ['राम', 'रमा'],
    ['poste 1', 'poste 11'],
    ['かな', 'がな'],
    ['Ivan', 'Inan'],
    ['Nina', 'Hina'],
  ])('but %j is not %j', (a, b) => expect(looksLike(a, b)).toBe(false))
})

/** Letters that are chosen to be mistaken for one another, and whatever there is. */
const letters = fc.oneof(
  fc.constantFrom(..."aаα0oоΟlI1іiІmrnВBвbсcеepр.-' éе\u0301\u200b\u3164ＡﬁſßẞİıΝνN"),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const raws = fc.array(
  fc.array(letters, { minLength: 1, maxLength: 6 }).map((all) => all.join('')),
  { minLength: 2, maxLength: 40 },
)

describe('whatever is asked for', () => {
  it('no two names in a run have the same skeleton, none has what nobody sees, each is taken again as it is', () => {
    fc.assert(
      fc.property(raws, (asked) => {
        const here: string[] = []
        for (const raw of asked) if (refusal(raw, here) === null) here.push(freeName(raw, here))
        const all = here.flatMap((name) => [...new Set(skeletonsOf(name))])
        expect(new Set(all).size).toBe(all.length)
        for (const name of here) {
          expect(name).not.toMatch(/[\p{Default_Ignorable_Code_Point}\p{C}\p{Bidi_Control}]/u)
          expect(freeName(name, [])).toBe(name)
        }
      }),
      { numRuns: 500 },
    )
  })
})
