import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { readPreferences, usualPreferences, writePreferences } from './preferences.ts'

test('preferences are read as they were written', async () => {
  const folder = temporaryDirectory()
  const path = join(folder, 'new', 'preferences.json')
  await writePreferences(path, { theme: 'dark', textSize: 125 })
  expect(await readPreferences(path)).toEqual({ theme: 'dark', textSize: 125 })
  expect(readdirSync(join(folder, 'new'))).toEqual(['preferences.json'])
})

test.each(['', 'null', '{', '{"theme":"pink","textSize":100}', '{"theme":"dark","textSize":1000}', '{"theme":"dark"}'])(
  'a file that says %j means the usual',
  async (text) => {
    const path = join(temporaryDirectory(), 'preferences.json')
    writeFileSync(path, text)
    expect(await readPreferences(path)).toEqual(usualPreferences)
  },
)

test('no file means the usual', async () => {
  expect(await readPreferences(join(temporaryDirectory(), 'none.json'))).toEqual(usualPreferences)
})
