import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileLook } from '../../../contract/folder-port.ts'
import { changeFrom, goneFrom, namesToStat, sweepWithinMs, youngForMs, type KnownFile } from './comparing.ts'

const now = Date.UTC(2026, 10, 20, 15, 0, 0)
const ns = (ms: number): string => String(BigInt(ms) * 1_000_000n)
const hour = 3600_000
const minute = 60_000

const look = (more: Partial<FileLook> = {}): FileLook => ({
  path: 'a.xml',
  fault: null,
  size: 10,
  mtimeNs: ns(now),
  fileId: '1',
  ...more,
})
const file = (more: Partial<KnownFile> = {}): KnownFile => ({
  sightingId: 7,
  state: 'stored',
  present: true,
  size: 10,
  mtimeNs: ns(now),
  ...more,
})
const known = (one: KnownFile | null): Map<string, KnownFile> => new Map(one === null ? [] : [['a.xml', one]])

describe('what a look at one name means', () => {
  const gone = look({ fault: 'ENOENT', size: 0, mtimeNs: '0' })
  const denied = look({ fault: 'EACCES', size: 0, mtimeNs: '0' })
  const grown = look({ size: 11 })
  const touched = look({ mtimeNs: ns(now + 1) })
  const byNanoseconds = look({ mtimeNs: String(BigInt(ns(now)) + 1n) })

  // prettier-ignore
  const table: readonly (readonly [string, KnownFile | null, FileLook, string | null])[] = [
    // an unknown name
    ['unknown, there',                          null,                                              look(), 'new'],
    ['unknown, gone',                           null,                                              gone,   'glimpsed'],
    ['unknown, not ours to look at',            null,                                              denied, 'new'],
    // one that has its document
    ['stored, the same',                        file(),                                            look(), null],
    ['stored, longer',                          file(),                                            grown,  'changed'],
    ['stored, another time',                    file(),                                            touched, 'changed'],
    ['stored, another time by a nanosecond',    file(),                                            byNanoseconds, 'changed'],
    ['stored, another file with the same looks', file(),                                           look({ fileId: '2' }), null],
    ['stored, gone',                            file(),                                            gone,   'gone'],
    ['stored, closed to us for now',            file(),                                            denied, null],
    ['stored and gone, back the same',          file({ present: false }),                          look(), 'back'],
    ['stored and gone, back different',         file({ present: false }),                          grown,  'changed'],
    ['stored and gone, still gone',             file({ present: false }),                          gone,   null],
    // one that is not read yet is looked at by the settle rule
    ['found, the same',                         file({ state: 'found' }),                          look(), null],
    ['found, longer',                           file({ state: 'found' }),                          grown,  null],
    ['found, gone',                             file({ state: 'found' }),                          gone,   'gone'],
    // one that went before it was read
    ['vanished, back the same',                 file({ state: 'vanished', present: false }),       look(), 'back'],
    ['vanished, back different',                file({ state: 'vanished', present: false }),       grown,  'back'],
    ['vanished, still gone',                    file({ state: 'vanished', present: false }),       gone,   null],
    // one from before the start, or that a person ignores
    ['ignored, the same',                       file({ state: 'ignored' }),                        look(), null],
    ['ignored, longer',                         file({ state: 'ignored' }),                        grown,  'changed'],
    ['ignored, gone',                           file({ state: 'ignored' }),                        gone,   'gone'],
    ['ignored and gone, back the same',         file({ state: 'ignored', present: false }),        look(), 'back'],
    ['ignored and gone, back different',        file({ state: 'ignored', present: false }),        grown,  'changed'],
  ]

  test.each(table)('%s', (_what, before, seen, expected) => {
    const change = changeFrom(known(before), seen, null)
    expect(change?.kind ?? null).toBe(expected)
    if (change?.kind === 'back' || change?.kind === 'gone') expect(change.sightingId).toBe(7)
  })

  test.each([
    ['older than the start', now - 1, true],
    ['of the very moment of the start', now, false],
    ['newer', now + 1, false],
  ])('a new or changed file %s', (_what, mtime, beforeStart) => {
    const seen = look({ size: 99, mtimeNs: ns(mtime) })
    expect(changeFrom(known(null), seen, now)).toMatchObject({ kind: 'new', beforeStart })
    expect(changeFrom(known(file()), seen, now)).toMatchObject({ kind: 'changed', beforeStart })
    expect(changeFrom(known(null), seen, null)).toMatchObject({ beforeStart: false })
  })

  test('a file that cannot be looked at is never taken for one from before the start', () => {
    expect(changeFrom(known(null), denied, now)).toMatchObject({ kind: 'new', beforeStart: false })
  })
})

test('names that are known, were there and are not listed any more are gone', () => {
  const all = new Map([
    ['here.xml', file({ sightingId: 1 })],
    ['gone.xml', file({ sightingId: 2 })],
    ['found-and-gone.xml', file({ sightingId: 3, state: 'found' })],
    ['gone-before.xml', file({ sightingId: 4, present: false })],
  ])
  expect(goneFrom(all, new Set(['here.xml', 'new.xml']))).toEqual([
    { kind: 'gone', path: 'gone.xml', sightingId: 2 },
    { kind: 'gone', path: 'found-and-gone.xml', sightingId: 3 },
  ])
})

describe('which names of a listing are looked at', () => {
  const old = ns(now - youngForMs - 1)
  const names = (
    files: Readonly<Record<string, KnownFile | null>>,
    hinted: readonly string[] = [],
    since = 5000,
  ): string[] => {
    const map = new Map(Object.entries(files).flatMap(([path, each]) => (each === null ? [] : [[path, each] as const])))
    return namesToStat(map, Object.keys(files), new Set(hinted), now, since, 0).names
  }

  test('unknown ones, those that were gone, and those younger than two days, at each listing', () => {
    expect(
      names({
        'unknown.xml': null,
        'gone.xml': file({ present: false, mtimeNs: old }),
        'young.xml': file({ mtimeNs: ns(now - youngForMs + 1) }),
        'of-tomorrow.xml': file({ mtimeNs: ns(now + 24 * hour) }),
        'ignored.xml': file({ state: 'ignored' }),
      }),
    ).toEqual(['unknown.xml', 'gone.xml', 'young.xml', 'of-tomorrow.xml', 'ignored.xml'])
  })

  test('none that has no document yet: the settle rule looks at it', () => {
    expect(names({ 'found.xml': file({ state: 'found' }) }, ['found.xml'])).toEqual([])
  })

  test('an old one when there was a hint about it', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}.xml`, file({ mtimeNs: old })]))
    expect(names(many, ['500.xml'], 0)).toEqual(['500.xml'])
  })

  test('every old one within an hour, however the listings fall', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.array(fc.integer({ min: 200, max: 10 * minute }), { minLength: 1, maxLength: 40 }),
        (count, gaps) => {
          const paths = Array.from({ length: count }, (_, i) => `${i}.xml`)
          const map = new Map(paths.map((path) => [path, file({ mtimeNs: old })]))
          const seen = new Set<string>()
          let turn = 0
          for (let passed = 0, i = 0; passed < sweepWithinMs; i++) {
            const gap = gaps[i % gaps.length] ?? minute
            const plan = namesToStat(map, paths, new Set(), now, gap, turn)
            turn = plan.turn
            passed += gap
            for (const name of plan.names) seen.add(name)
          }
          expect(seen.size).toBe(count)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('every old one at once when nobody listed for an hour or ever, and each name once', () => {
    const map = new Map(Array.from({ length: 50 }, (_, i) => [`${i}.xml`, file({ mtimeNs: old })]))
    for (const since of [sweepWithinMs, 10 * sweepWithinMs, Infinity]) {
      const plan = namesToStat(map, [...map.keys()], new Set(['3.xml']), now, since, 17)
      expect(plan.names).toHaveLength(50)
      expect(new Set(plan.names).size).toBe(50)
    }
  })

  test('is few in a usual listing: a store-year of old files is swept, not looked at all over', () => {
    const map = new Map(Array.from({ length: 60_000 }, (_, i) => [`${i}.xml`, file({ mtimeNs: old })]))
    expect(namesToStat(map, [...map.keys()], new Set(), now, 5000, 0).names.length).toBeLessThanOrEqual(84)
  })
})
