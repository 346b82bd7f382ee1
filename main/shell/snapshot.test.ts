import { describe, expect, test } from 'vitest'
import { petrosoftBaseUrl } from '../../contract/cloud.ts'
import type { EnginePicture } from '../../contract/engine-port.ts'
import { otherCloudOf, snapshotFrom, type SnapshotFacts } from './snapshot.ts'

const picture = (more: Partial<EnginePicture> = {}): EnginePicture => ({
  phase: 'running',
  store: { name: 'Acme', locationId: '33084', timeZone: 'America/New_York' },
  baseUrl: petrosoftBaseUrl,
  status: null,
  attention: [],
  statusAt: '2026-11-20T15:00:00.000Z',
  trouble: null,
  ...more,
})
const facts: SnapshotFacts = {
  picture: picture(),
  engine: 'running',
  practice: false,
  hasStore: true,
  password: { password: 'kept', secretStore: true },
  version: '1.2.3',
  now: 0,
}

describe('what the frame shows', () => {
  test.each([
    [{}, 'real'],
    [{ picture: picture({ phase: 'setup', store: null, baseUrl: null }) }, 'setup'],
    // A store whose records cannot be opened is no reason to offer to set it up anew.
    [{ picture: picture({ phase: 'stopped', store: null, trouble: 'Damaged.' }) }, 'real'],
    [{ picture: null }, 'real'],
    // Starting again under new settings, in the very session in which it was set up.
    [{ picture: picture({ phase: 'opening' }), hasStore: false }, 'real'],
    [{ picture: picture({ phase: 'opening', store: null, baseUrl: null }), hasStore: false }, 'setup'],
    [{ picture: null, hasStore: false }, 'setup'],
    [{ practice: true }, 'practice'],
    [{ practice: true, picture: null }, 'practice'],
  ] as const)('with %j is the mode %s', (more, mode) => {
    expect(snapshotFrom({ ...facts, ...more }).mode).toBe(mode)
  })

  test('names another cloud in real mode, and none in practice', () => {
    const elsewhere = picture({ baseUrl: 'http://127.0.0.1:4321' })
    expect(snapshotFrom({ ...facts, picture: elsewhere }).otherCloud).toBe('127.0.0.1:4321')
    expect(snapshotFrom({ ...facts, picture: elsewhere, practice: true }).otherCloud).toBeNull()
    expect(snapshotFrom(facts).otherCloud).toBeNull()
  })

  test('never asks for a password in practice', () => {
    const needed = { password: 'needed', secretStore: false } as const
    expect(snapshotFrom({ ...facts, password: needed }).password).toBe('needed')
    expect(snapshotFrom({ ...facts, password: needed, practice: true }).password).toBe('kept')
  })
})

test("Petrosoft's own address is no other cloud, however it is written; anything else is", () => {
  expect(otherCloudOf(`${petrosoftBaseUrl}/`)).toBeNull()
  expect(otherCloudOf(petrosoftBaseUrl.toUpperCase())).toBeNull()
  expect(otherCloudOf('https://cnnx35-api.petrosoft.cloud.evil.example')).toBe(
    'cnnx35-api.petrosoft.cloud.evil.example',
  )
  expect(otherCloudOf('https://cnnx35-api.petrosoft.cloud:8443')).toBe('cnnx35-api.petrosoft.cloud:8443')
  expect(otherCloudOf(null)).toBeNull()
})
