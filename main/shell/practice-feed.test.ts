import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { practiceAccount as accountOfTheCloud } from '../../sandbox/practice-cloud.ts'
import { freshSamples } from '../../sandbox/practice-journals.ts'
import { FakeClock, until } from '../engine/testing/fake-clock.ts'
import { temporaryDirectory } from '../engine/testing/test-store.ts'
import { practiceAccount, practiceLocationId } from './practice.ts'
import { feedPractice, plainSales } from './practice-feed.ts'

const feeding = () => {
  const clock = new FakeClock()
  const folder = temporaryDirectory()
  const register = join(folder, 'register')
  const waiting = join(folder, 'waiting')
  mkdirSync(register)
  let sets = 0
  const end = new AbortController()
  const ended = feedPractice({
    register,
    waiting,
    makeSet: async () => {
      sets += 1
      await mkdir(waiting, { recursive: true })
      const names = Array.from({ length: 7 }, (_, i) => `set${sets}-${i}.xml`)
      for (const name of names) writeFileSync(join(waiting, name), `<A>${name}</A>`)
      return names
    },
    clock,
    log: () => undefined,
    signal: end.signal,
  })
  const come = (): string[] => readdirSync(register).toSorted()
  const after = async (ms: number, count: number): Promise<string[]> => {
    await until('the feed waits', () => clock.pending > 0)
    await clock.advance(ms)
    await until(
      `${count} files have come`,
      () => come().length >= count && !come().some((name) => name.endsWith('.part')),
    )
    return come()
  }
  return { register, end, ended, come, after }
}

describe('the register of practice mode', () => {
  test('writes its first journals one after the other, then a plain sale every twenty seconds', async () => {
    const { register, after, end, ended } = feeding()
    for (let n = 2; n <= 7; n += 1) expect(await after(700, n)).toHaveLength(n)
    await after(700, 7)
    expect(await after(20_000, 8)).toContain(`set2-${plainSales[0]}.xml`)
    expect(await after(20_000, 9)).toContain(`set3-${plainSales[1]}.xml`)
    expect(readFileSync(join(register, 'set1-3.xml'), 'utf8')).toBe('<A>set1-3.xml</A>')
    end.abort()
    await ended
  })

  test('stops when practice ends, and ends quietly when its folder is gone', async () => {
    const { end, ended, come } = feeding()
    await until('the first file has come', () => come().length > 0)
    end.abort()
    await ended
    await feedPractice({
      register: '/nowhere',
      waiting: join(temporaryDirectory(), 'w'),
      makeSet: () => Promise.resolve(['a.xml']),
      clock: new FakeClock(),
      log: () => undefined,
      signal: new AbortController().signal,
    })
  })
})

describe('practice mode and the practice cloud', () => {
  test('know the same account and store', () => {
    expect(practiceAccount).toEqual(accountOfTheCloud)
    expect(freshSamples(Date.now(), 'America/New_York').some(({ bytes }) => bytes.includes(practiceLocationId))).toBe(
      true,
    )
  })

  test('mean the same places in a set by plain sales', () => {
    const samples = freshSamples(Date.now(), 'America/New_York')
    for (const place of plainSales) expect(samples[place]?.expected).toEqual({ state: 'accepted', problem: null })
  })
})
