import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileFilterSchema, fileGroups, type FileFilter } from '../../../../contract/ipc.ts'
import { daysOfPreset, filterFromQuery, placeOfFilter, presetOf, queryFromFilter, usualFilter } from './file-filter.ts'

const today = '2026-11-21'
const from = (query: string): FileFilter => filterFromQuery(new URLSearchParams(query), today)

describe('the filter of the list', () => {
  test('shows the last fourteen sales days unless the address says otherwise', () => {
    expect(from('')).toEqual({
      dateKind: 'sales-day',
      from: '2026-11-08',
      to: null,
      group: 'all',
      text: '',
      problemsOnly: false,
    })
    expect(queryFromFilter(usualFilter(today), today)).toBe('')
    expect(placeOfFilter(usualFilter(today), today)).toBe('/files')
  })

  test('takes a link that means exactly some files', () => {
    expect(from('group=refused&days=all')).toMatchObject({ group: 'refused', from: null, to: null })
    expect(from('from=2026-11-20&to=2026-11-20')).toMatchObject({ from: '2026-11-20', to: '2026-11-20' })
  })

  test('takes anything it does not understand as not said', () => {
    expect(from('group=lost&from=tomorrow&by=chance&problems=yes')).toEqual(usualFilter(today))
    expect(from(`text=${'x'.repeat(500)}`).text).toHaveLength(200)
  })

  test('comes back from the address as it went into it, and main takes it', () => {
    const date = fc.constantFrom('2026-11-01', '2026-11-20', '2026-11-21')
    const filters = fc.record({
      dateKind: fc.constantFrom('sales-day' as const, 'found' as const),
      from: fc.option(date),
      to: fc.option(date),
      group: fc.constantFrom(...fileGroups),
      text: fc.string({ maxLength: 40 }),
      problemsOnly: fc.boolean(),
    })
    fc.assert(
      fc.property(filters, (filter) => {
        const back = from(queryFromFilter(filter, today))
        expect(back).toEqual(filter)
        expect(fileFilterSchema.safeParse(back).success).toBe(true)
      }),
    )
  })

  test('knows its presets', () => {
    for (const preset of ['today', 'yesterday', 'usual', 'sixty', 'all'] as const)
      expect(presetOf(daysOfPreset(preset, today), today)).toBe(preset)
    expect(presetOf({ from: '2026-01-01', to: null }, today)).toBeNull()
  })
})
