// A file that takes all the memory the program has: the program dies of it, and the file is held at the third start that
// finds it half judged (design 4.2), whatever else is in the folder.

import { expect, test, vi } from 'vitest'
import { aJournal } from './journal-bytes.ts'
import { passwordVariable, practiceStore } from './practice-store.ts'
import { startRun } from './running-engine.ts'

vi.setConfig({ testTimeout: 180_000 })

test('a file that ends the program by its size is held at the third start that finds it so, and the others are accepted', async ({
  onTestFinished,
}) => {
  const store = await practiceStore(onTestFinished)
  const sales = Array.from({ length: 40_000 }, (_, i) => ({ transaction: String(i) }))
  await store.put('KILLER.xml', aJournal({ sales }))
  for (let i = 0; i < 5; i++) await store.put(`GOOD${i}.xml`, aJournal())
  const start = async () => {
    const engine = await startRun({
      words: ['--data-dir', store.dataDirectory, '--config', store.configurationFile],
      env: { [passwordVariable]: 'practice', NODE_OPTIONS: '--max-old-space-size=48' },
    })
    onTestFinished(() => engine.kill())
    return engine
  }
  let deaths = 0
  for (; deaths < 6; deaths++) {
    const engine = await start()
    const held = store.whenState('KILLER.xml', 'held', 60_000).then(
      () => 'held',
      () => 'never',
    )
    const how = await Promise.race([held, engine.ended])
    if (how === 'held') break
    expect(typeof how === 'object' && how.code !== 0).toBe(true)
    store.lookAway()
  }
  expect(deaths).toBe(3)
  expect(await store.show('KILLER.xml')).toMatchObject({ state: 'held', problem: 'reader-failed', attempts: 0 })
  for (let i = 0; i < 5; i++) await store.whenState(`GOOD${i}.xml`, 'accepted')
  await store.put('LATER.xml', aJournal())
  await store.whenState('LATER.xml', 'accepted')
})
