import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { emptyMemory, readShellMemory, writeShellMemory } from './shell-memory.ts'

test('what was told is read as it was written, and no other file is left', async () => {
  const folder = join(temporaryDirectory(), 'new')
  const path = join(folder, 'shell-memory.json')
  const told = { refused: { at: 1, count: 3, cleared: false, remindAt: 5 } }
  const memory = { ...emptyMemory, toldOfBackground: true, enteredAutostart: true, told }
  await writeShellMemory(path, memory)
  expect(await readShellMemory(path)).toEqual(memory)
  expect(readdirSync(folder)).toEqual(['shell-memory.json'])
})

test.each(['', 'null', '[]', '{', '{"told":{"refused":{"at":"yesterday"}}}', '{"told":{"weather":{}}}'])(
  'a file that says %j means that nothing was told',
  async (text) => {
    const path = join(temporaryDirectory(), 'shell-memory.json')
    writeFileSync(path, text)
    expect(await readShellMemory(path)).toEqual(emptyMemory)
  },
)

test('a file of an older version keeps what it knows', async () => {
  const path = join(temporaryDirectory(), 'shell-memory.json')
  writeFileSync(path, '{"enteredAutostart":true}')
  expect(await readShellMemory(path)).toEqual({ ...emptyMemory, enteredAutostart: true })
})
