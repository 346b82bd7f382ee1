import { expect, test } from 'vitest'
import type { AppSnapshot } from '../../contract/ipc.ts'
import { trayPictureOf, type TrayItem, type TrayPicture } from './tray-picture.ts'
import { aCard, aProblem, aSnapshot, aStatus, iso, now, zone } from '../../contract/testing/snapshots.ts'
import { noFiles } from '../../contract/vocabulary.ts'

const picture = (snapshot: AppSnapshot, at = now): TrayPicture =>
  trayPictureOf({ snapshot, now: at, computerZone: 'UTC' })

const wordsOf = (items: readonly TrayItem[]): readonly string[] =>
  items.flatMap((item) =>
    item.kind === 'line'
      ? ['-']
      : item.kind === 'more'
        ? [item.words, ...wordsOf(item.items).map((each) => `  ${each}`)]
        : [item.words],
  )

test('a store that is well says so, when a file was accepted last and when the folder was looked at', () => {
  const { shape, tooltip, items } = picture(aSnapshot(aStatus()))
  expect(shape).toBe('good')
  expect(tooltip).toBe('Acme #204 - All sent. Last file accepted 2:41 PM. Checked 2:43 PM.')
  expect(wordsOf(items)).toEqual([
    'All sent · checked 2:43 PM',
    '-',
    'Open Storebridge',
    'Check for files now',
    'Pause sending',
    '  1 hour',
    '  Until tomorrow 6 AM',
    '-',
    'Help & support',
    'Quit…',
  ])
})

test('what needs a person stands in the heading and has a line of its own with the number of causes', () => {
  const problems = [aProblem('files-refused', 2), aProblem('disk-low')]
  const { shape, items, attentionCount } = picture(aSnapshot(aStatus({ counts: { ...noFiles, refused: 2 }, problems })))
  expect([shape, attentionCount]).toEqual(['attention', 2])
  expect(wordsOf(items).slice(0, 4)).toEqual([
    '2 files need you · checked 2:43 PM',
    '-',
    'Open Storebridge',
    'Needs attention (2)…',
  ])
})

test('a pause can be ended where it was begun', () => {
  const { shape, items } = picture(aSnapshot(aStatus({ paused: { until: iso(-1), since: iso(0), who: 'x' } })))
  expect(shape).toBe('paused')
  expect(wordsOf(items)).toContain('  Resume')
})

test('before six in the morning the pause ends this morning', () => {
  const night = Date.parse('2026-11-22T09:00:00.000Z')
  expect(wordsOf(picture(aSnapshot(aStatus()), night).items)).toContain('  Until 6 AM')
})

test('practice is marked and never looks like the real thing', () => {
  const { shape, tooltip, items } = picture(aSnapshot(aStatus(), { mode: 'practice' }))
  expect(shape).toBe('working')
  expect(tooltip).toMatch(/^Practice store - Practice, all sent\./)
  expect(wordsOf(items)[0]).toBe('Practice, all sent · checked 2:43 PM')
})

test('a store that is not set up has nothing to check, to pause or to look at', () => {
  const { items, attentionCount } = picture(aSnapshot(null, { mode: 'setup', store: null, password: 'needed' }))
  expect(wordsOf(items)).toEqual(['Not set up yet', '-', 'Open Storebridge', '-', 'Quit…'])
  expect(attentionCount).toBe(0)
})

test.each([
  ['', 'All sent.'],
  ['Acme', 'All sent.'],
  [
    'A very long name of a store that somebody typed with its whole address, its owner and its telephone number 1',
    'All sent.',
  ],
  ['😀'.repeat(200), 'All sent.'],
])('a tooltip of %j is at most 120 characters and keeps what is to be known', (name, kept) => {
  const { tooltip } = picture(aSnapshot(aStatus(), { store: { name, locationId: '1', timeZone: zone } }))
  expect(tooltip.length).toBeLessThanOrEqual(120)
  expect(tooltip).toContain(kept)
  expect(tooltip).not.toMatch(/\p{Surrogate}/u)
})

test('files refused for two reasons are two things that need a person, and none once the cause is over', () => {
  const both = aSnapshot(aStatus({ problems: [aProblem('files-refused', 5)], counts: { ...noFiles, refused: 5 } }), {
    attention: [aCard('refused-a', 3), aCard('refused-b', 2)],
  })
  expect(picture(both).attentionCount).toBe(2)
  expect(picture(aSnapshot(aStatus())).attentionCount).toBe(0)
})
