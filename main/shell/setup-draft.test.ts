import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setupDraftSchema, type SetupDraft } from '../../contract/ipc.ts'
import { SetupDraftFile } from './setup-draft.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'storebridge-draft-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const draft: SetupDraft = {
  step: 'folder',
  reached: 2,
  email: 'store@acme.example',
  baseUrl: 'https://cnnx35-api.petrosoft.cloud',
  locationId: '33084',
  storeName: 'Acme #204',
  timeZone: 'America/New_York',
  businessDayEnds: '00:00',
  hoursKnown: true,
  hours: { mon: '06:00-23:00', tue: '', wed: '', thu: '', fri: '', sat: '', sun: '' },
  folder: 'C:\\POS',
  startFrom: 'date',
  startDate: '2026-11-20',
}

describe('a set-up that is not finished', () => {
  test('is kept as it was last, and forgotten when it is finished', async () => {
    const path = join(folder, 'setup.json')
    const file = new SetupDraftFile(path)
    expect(await file.read()).toBeNull()
    void file.keep({ ...draft, step: 'location' })
    await file.keep(draft)
    expect(await new SetupDraftFile(path).read()).toEqual(draft)
    void file.keep(draft)
    await file.forget()
    expect(readdirSync(folder)).toEqual([])
    // The window hands over what was typed a moment later.
    await file.keep(draft)
    expect(readdirSync(folder)).toEqual([])
  })

  test('has no place for a password', () => {
    expect(setupDraftSchema.safeParse({ ...draft, password: 'x' }).success).toBe(false)
  })

  test('begins anew when its file is damaged', async () => {
    const path = join(folder, 'setup.json')
    for (const text of ['', '{', '{"step":"ready"}', JSON.stringify({ ...draft, step: 'elsewhere' })]) {
      writeFileSync(path, text)
      expect(await new SetupDraftFile(path).read()).toBeNull()
      expect(readFileSync(path, 'utf8')).toBe(text)
    }
  })
})
