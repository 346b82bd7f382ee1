import { expect, test } from 'vitest'
import { guardLeaving, isHeldBack, isHeldBackFrom, type Leaving } from './leave-guard.ts'

test('a guard holds back who leaves its screen, and nobody who stays on it', () => {
  expect(isHeldBack('/settings', '/files'), 'no guard stands').toBe(false)
  const asked: Leaving[] = []
  const end = guardLeaving((to) => asked.push(to))
  expect(isHeldBack('/settings', '/settings?x=1')).toBe(false)
  expect(isHeldBack('/settings', '/files/12?msg=3')).toBe(true)
  expect(isHeldBack('/settings', '/')).toBe(true)
  expect(asked).toEqual(['/files/12?msg=3', '/'])
  end()
  expect(isHeldBack('/settings', '/files')).toBe(false)
})

test('the end of an old guard does not take down a new one', () => {
  const first = guardLeaving(() => undefined)
  const second = guardLeaving(() => undefined)
  first()
  expect(isHeldBack('/settings', '/')).toBe(true)
  second()
})

test('what would end the screen is handed to the guard, which does it or not', () => {
  let done = 0
  const deed = (): void => {
    done += 1
  }
  expect(isHeldBackFrom(deed), 'no guard stands').toBe(false)
  const held: Leaving[] = []
  const end = guardLeaving((leaving) => held.push(leaving))
  expect(isHeldBackFrom(deed)).toBe(true)
  expect([held, done]).toEqual([[deed], 0])
  end()
})
