import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { readPreferences, usualPreferences, writePreferences } from './preferences.ts'

test('preferences are read as they were written', async () => {
  const folder = temporaryDirectory()
  const path = join(folder, 'new', 'preferences.json')
  const wanted = { ...usualPreferences, theme: 'dark', textSize: 125, closeToTray: false } as const
  await writePreferences(path, wanted)
  expect(await readPreferences(path)).toEqual(wanted)
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

test('a file of an older version is read, and what it does not know is as usual', async () => {
  const path = join(temporaryDirectory(), 'preferences.json')
  writeFileSync(path, '{"theme":"dark","textSize":125}')
  expect(await readPreferences(path)).toEqual({ ...usualPreferences, theme: 'dark', textSize: 125 })
  writeFileSync(path, '{"theme":"dark","textSize":125,"notify":{"disk":false}}')
  expect((await readPreferences(path)).notify).toEqual({ ...usualPreferences.notify, disk: false })
})

test('no file means the usual', async () => {
  expect(await readPreferences(join(temporaryDirectory(), 'none.json'))).toEqual(usualPreferences)
})
