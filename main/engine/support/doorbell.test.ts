import { expect, test } from 'vitest'
import { createDoorbell } from './doorbell.ts'

const heardAtOnce = async (bell: { heard(): Promise<void> }): Promise<boolean> => {
  let heard = false
  void bell.heard().then(() => {
    heard = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  return heard
}

test('a ring while nobody sleeps is kept, once', async () => {
  const bell = createDoorbell()
  bell.ring()
  bell.ring()
  expect(await heardAtOnce(bell)).toBe(true)
  expect(await heardAtOnce(bell)).toBe(false)
})

test('a sleeper is woken by the next ring, and that ring is used up', async () => {
  const bell = createDoorbell()
  const sleeping = bell.heard()
  bell.ring()
  await sleeping
  expect(await heardAtOnce(bell)).toBe(false)
})
