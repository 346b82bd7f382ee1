import { describe, expect, test } from 'vitest'
import { openTestStore, testConfiguration } from '../testing/test-store.ts'
import { writeFact } from './fact-table.ts'
import { readStoreSettings, SettingsUnreadable, writeStoreSettings } from './store-settings.ts'

describe('the settings of a store', () => {
  test('are none until they are written, and then what was written', () => {
    const { db } = openTestStore()
    expect(readStoreSettings(db)).toBeNull()
    const configuration = testConfiguration({
      folders: [{ path: 'C:\\POS', startFrom: '2026-11-01' }],
      connectionReport: { probe: { host: 'pos', port: 9100 } },
    })
    writeStoreSettings(db, configuration)
    const read = readStoreSettings(db)
    expect({ ...read, petrosoft: null }).toEqual({ ...configuration, petrosoft: null })
    expect([read?.petrosoft.email, read?.petrosoft.baseUrl]).toEqual([
      configuration.petrosoft.email,
      configuration.petrosoft.baseUrl,
    ])
  })

  test('never hold where a password is, let alone one', () => {
    const { db } = openTestStore()
    const configuration = testConfiguration({
      petrosoft: { email: 'a@b.example', password: { file: '/secret/place' } },
    })
    writeStoreSettings(db, configuration)
    const kept = String(db.prepare(`SELECT value FROM fact WHERE name = 'settings'`).pluck().get())
    expect(kept).not.toContain('secret')
    expect(kept).not.toContain('password')
  })

  test('that this version cannot make sense of are an error that names the key, and stay as they are', () => {
    const { db } = openTestStore()
    for (const value of [{ petrosoft: {}, store: { colour: 'red' } }, 'nonsense', 5]) {
      writeFact(db, 'settings', value)
      expect(() => readStoreSettings(db)).toThrow(SettingsUnreadable)
    }
    writeFact(db, 'settings', { petrosoft: {}, store: { colour: 'red' } })
    expect(() => readStoreSettings(db)).toThrow('store.colour: unknown key')
    expect(db.prepare(`SELECT count(*) FROM fact WHERE name = 'settings'`).pluck().get()).toBe(1)
  })

  test('written by an earlier version get the values of keys it did not know', () => {
    const { db } = openTestStore()
    writeFact(db, 'settings', {
      store: { locationId: '7', timeZone: 'America/New_York' },
      petrosoft: { email: 'a@b.example' },
      folders: [{ path: '/pos' }],
    })
    expect(readStoreSettings(db)?.sending.maxInFlight).toBe(4)
  })
})
