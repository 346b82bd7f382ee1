import { describe, expect, test } from 'vitest'
import { aJournal } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'

describe('smoke', () => {
  test('accepted', async ({ onTestFinished }) => {
    const store = await practiceStore(onTestFinished)
    await store.put('PJR1.xml', aJournal())
    const engine = await store.run()
    await store.whenState('PJR1.xml', 'accepted')
    console.log(JSON.stringify(await store.show('PJR1.xml'), null, 1), JSON.stringify(await store.status(), null, 1))
    console.log(engine.output(), JSON.stringify(store.cloud.received(), null, 1))
    console.log(await engine.terminate())
    expect(1).toBe(1)
  })
})
