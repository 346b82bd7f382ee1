import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FakeClock } from '../engine/testing/fake-clock.ts'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { ManagerPin, waitAfter } from './manager-pin.ts'

const minute = 60_000

const aPlace = () => {
  const path = join(temporaryDirectory(), 'manager-pin.json')
  const clock = new FakeClock()
  const logged: string[] = []
  /** The program, started anew on the same computer. */
  const begin = async (at: FakeClock = clock): Promise<ManagerPin> => {
    const pin = new ManagerPin({
      path,
      clock: at,
      log: (_level, event, facts) => logged.push(JSON.stringify([event, facts])),
    })
    await pin.load()
    return pin
  }
  return { path, clock, logged, begin }
}

describe('a manager PIN', () => {
  test('is off until somebody sets it, and then everything it guards is closed to who does not know it', async () => {
    const { begin } = aPlace()
    const pin = await begin()
    expect([pin.isSet, pin.allows('settings'), pin.allows('again')]).toEqual([false, true, true])
    await pin.set('2468')
    expect(pin.allows('settings'), 'whoever set it goes on').toBe(true)
    const again = await begin()
    expect([again.isSet, again.allows('settings'), again.allows('again')]).toEqual([true, false, false])
    expect(await again.unlock('2469', 'settings')).toEqual({ kind: 'wrong', waitMs: 0 })
    expect(again.allows('settings')).toBe(false)
    expect(await again.unlock('2468', 'settings')).toEqual({ kind: 'open' })
    expect([again.allows('settings'), again.allows('again')]).toEqual([true, false])
  })

  test('is nowhere in its file, nor in the log, and two equal PINs are two different hashes', async () => {
    const [one, other] = [aPlace(), aPlace()]
    const pin = await one.begin()
    await pin.set('739155')
    await (await other.begin()).set('739155')
    await pin.unlock('111111', 'settings')
    const [text, second] = [readFileSync(one.path, 'utf8'), readFileSync(other.path, 'utf8')]
    expect(text).not.toContain('739155')
    expect(one.logged.join()).not.toMatch(/739155|111111/)
    const kept = JSON.parse(text) as { hash: string; salt: string; cost: { N: number } }
    expect(kept.cost.N).toBeGreaterThanOrEqual(2 ** 15)
    expect((JSON.parse(second) as { hash: string }).hash).not.toBe(kept.hash)
    if (process.platform !== 'win32') expect(statSync(one.path).mode & 0o077).toBe(0)
  })

  test('slows wrong tries down, and neither a restart nor a clock put forward gives them back', async () => {
    expect([0, 1, 2, 3, 4, 5, 8, 50].map(waitAfter)).toEqual([
      0,
      0,
      0,
      30_000,
      60_000,
      120_000,
      15 * minute,
      15 * minute,
    ])
    const { clock, begin } = aPlace()
    const pin = await begin()
    await pin.set('2468')
    pin.lock()
    const waits = []
    for (const guess of ['0000', '1111', '2222']) waits.push(await pin.unlock(guess, 'settings'))
    expect(waits).toEqual([0, 0, 30_000].map((waitMs) => ({ kind: 'wrong', waitMs })))
    expect(await pin.unlock('2468', 'settings'), 'not looked at').toEqual({ kind: 'wait', waitMs: 30_000 })
    clock.jumpWall(24 * 60 * minute)
    expect(await pin.unlock('2468', 'settings')).toEqual({ kind: 'wait', waitMs: 30_000 })
    clock.jumpWall(-24 * 60 * minute)

    const restarted = await begin()
    expect(restarted.state()).toEqual({ set: true, open: false, waitMs: 30_000 })
    expect(await restarted.unlock('2468', 'settings')).toEqual({ kind: 'wait', waitMs: 30_000 })
    await clock.advance(30_000)
    expect(await restarted.unlock('3333', 'settings')).toEqual({ kind: 'wrong', waitMs: 60_000 })
    await clock.advance(60_000)
    expect(await restarted.unlock('2468', 'settings')).toEqual({ kind: 'open' })
    restarted.lock()
    expect(await restarted.unlock('0000', 'settings'), 'the count began anew').toEqual({ kind: 'wrong', waitMs: 0 })
  })

  test('does not lock a store out for longer than the longest wait when the clock is put back', async () => {
    const { clock, begin } = aPlace()
    const pin = await begin()
    await pin.set('2468')
    for (const guess of ['0000', '1111', '2222']) await pin.unlock(guess, 'settings')
    clock.jumpWall(-365 * 24 * 60 * minute)
    expect((await begin()).state().waitMs).toBe(15 * minute)
  })

  test('asked for many times at once counts every try', async () => {
    const { begin } = aPlace()
    const pin = await begin()
    await pin.set('2468')
    pin.lock()
    const answers = await Promise.all(['0000', '1111', '2222', '2468'].map((guess) => pin.unlock(guess, 'settings')))
    expect(answers.map(({ kind }) => kind)).toEqual(['wrong', 'wrong', 'wrong', 'wait'])
    expect(pin.allows('settings')).toBe(false)
  })

  test('closes Settings by itself when nobody touches them, and is asked for each file that is sent again', async () => {
    const { clock, begin } = aPlace()
    const pin = await begin()
    await pin.set('2468')
    pin.lock()
    await pin.unlock('2468', 'settings')
    await clock.advance(9 * minute)
    expect(pin.allows('settings')).toBe(true)
    await clock.advance(9 * minute)
    expect(pin.allows('settings'), 'ten minutes from the last time').toBe(true)
    await clock.advance(10 * minute)
    expect([pin.allows('settings'), pin.state().open]).toEqual([false, false])

    await pin.unlock('2468', 'again')
    expect([pin.allows('settings'), pin.allows('again'), pin.allows('again')]).toEqual([false, true, false])
    await pin.unlock('2468', 'again')
    await clock.advance(minute)
    expect(pin.allows('again'), 'a minute later').toBe(false)
  })

  test('can be changed and taken away, and deleting its file is how support takes away a forgotten one', async () => {
    const { path, begin } = aPlace()
    const pin = await begin()
    await pin.set('2468')
    await pin.set('1357')
    const again = await begin()
    expect((await again.unlock('2468', 'settings')).kind).toBe('wrong')
    expect((await again.unlock('1357', 'settings')).kind).toBe('open')
    await again.remove()
    expect([existsSync(path), again.isSet, (await begin()).isSet]).toEqual([false, false, false])
  })

  test.each([
    '',
    '{',
    '{"version":2}',
    '{"version":1,"salt":"!","hash":"","cost":{"N":9e9,"r":1,"p":1},"wrong":0,"notBefore":0}',
  ])('whose file says %j opens to nobody', async (text) => {
    const { path, begin } = aPlace()
    writeFileSync(path, text)
    const pin = await begin()
    expect([pin.isSet, pin.allows('settings')]).toEqual([true, false])
    expect(await pin.unlock('2468', 'settings')).toEqual({ kind: 'wrong', waitMs: 30_000 })
    expect(await pin.unlock('2468', 'settings')).toEqual({ kind: 'wait', waitMs: 30_000 })
  })

  test.skipIf(process.getuid?.() === 0)('that cannot be written is not set', async () => {
    const { path, begin } = aPlace()
    chmodSync(join(path, '..'), 0o500)
    const pin = await begin()
    await expect(pin.set('2468')).rejects.toThrow('EACCES')
    expect(pin.isSet).toBe(false)
    chmodSync(join(path, '..'), 0o700)
  })
})
