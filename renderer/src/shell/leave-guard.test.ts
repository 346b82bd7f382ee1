import { expect, test } from 'vitest'
import { guardLeaving, isHeldBack } from './leave-guard.ts'

test('a guard holds back who leaves its screen, and nobody who stays on it', () => {
  expect(isHeldBack('/settings', '/files'), 'no guard stands').toBe(false)
  const asked: string[] = []
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
