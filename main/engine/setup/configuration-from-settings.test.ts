import { describe, expect, test } from 'vitest'
import { settingsSchema } from '../../../contract/ipc.ts'
import { testConfiguration } from '../testing/test-store.ts'
import { configurationFrom, settingsOf } from './configuration-from-settings.ts'

const settings = settingsOf(testConfiguration())

describe('settings', () => {
  test('of a configuration are what the contract says, and make the same configuration again', () => {
    const before = testConfiguration({
      store: { locationId: '1', timeZone: 'Europe/Vienna', openingHours: { mon: ['06:00-22:00'] } },
    })
    const told = settingsOf(before)
    expect(settingsSchema.parse(told)).toEqual(told)
    expect(JSON.stringify(told)).not.toContain('password')
    const made = configurationFrom(told, before)
    expect(made.ok && settingsOf(made.configuration)).toEqual(told)
  })

  test('that are wrong come back as every error with the path of its field', () => {
    const made = configurationFrom(
      {
        ...settings,
        store: { ...settings.store, locationId: '', timeZone: 'Mars/Olympus' },
        petrosoft: { baseUrl: 'http://elsewhere.example', email: '' },
        folders: [],
      },
      null,
    )
    expect(made.ok ? [] : made.errors.map(({ path }) => path).toSorted()).toEqual([
      'folders',
      'petrosoft.baseUrl',
      'petrosoft.email',
      'store.locationId',
      'store.timeZone',
    ])
  })

  test('name each folder once, however its path is written, and archive into none of them', () => {
    const [folder] = settings.folders
    if (folder === undefined) throw new Error('no folder')
    const errors = (...folders: (typeof folder)[]) => {
      const made = configurationFrom({ ...settings, folders }, null)
      return made.ok ? [] : made.errors.map(({ path }) => path)
    }
    expect(errors({ ...folder, path: 'C:\\POS' }, { ...folder, path: 'c:/pos/' })).toEqual(['folders[1].path'])
    expect(errors({ ...folder, path: '/a', afterVerdict: { archive: '/b/' } }, { ...folder, path: '/b' })).toEqual([
      'folders[0].afterVerdict.archive',
    ])
    expect(errors({ ...folder, path: '/a', afterVerdict: { archive: '/a/done' } })).toEqual([])
  })
})
