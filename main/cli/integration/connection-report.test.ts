// The connection report (design 4.5): when it goes, what it says, on what evidence, and what becomes of one that fails.
// Simulated time, real requests.

import { simulatedStore, type SimulatedStore } from './simulated-store.ts'
import { rename } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { aJournal } from './journal-bytes.ts'
import { practiceStore } from './practice-store.ts'

vi.setConfig({ testTimeout: 60_000 })

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const reports = (store: SimulatedStore) => store.cloud.received().reports
const untilReports = (store: SimulatedStore, count: number, withinMs?: number): Promise<void> =>
  store.clock.until(`${count} reports`, () => reports(store).length >= count, withinMs)
const secondsBetween = (times: readonly string[]): number[] =>
  times.slice(1).map((time, i) => Math.round((Date.parse(time) - Date.parse(times[i] ?? '')) / second))

describe('the beat', () => {
  test('the first goes right after the first scan and the sign-in, then every 300 s', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished)
    const began = store.clock.wall()
    await store.start()
    await untilReports(store, 5, 30 * minute)
    const times = reports(store).map(({ at }) => at)
    expect(Date.parse(times[0] ?? '') - began).toBeLessThan(5 * second)
    expect(secondsBetween(times)).toEqual([300, 300, 300, 300])
    expect(reports(store).every(({ ok, state, locationId }) => ok && state === 'OK' && locationId === '33084')).toBe(
      true,
    )
  })

  test('everySeconds 1 means every second', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 1 } } })
    await store.start()
    await untilReports(store, 20)
    expect(secondsBetween(reports(store).map(({ at }) => at))).toEqual(
      Array.from({ length: reports(store).length - 1 }, () => 1),
    )
  })

  test('it goes on while a person or a 403 paused sending, and does not wait behind files', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 10 } } })
    store.cloud.control.addFaults({ on: 'journal', times: 'always', do: { kind: 'answer', status: 403 } })
    await store.start()
    await store.put('PJR1.xml', aJournal())
    await store.clock.until('the pause', () => store.engine.status().breaker === 'open')
    const before = reports(store).length
    await store.clock.pass(minute)
    store.engine.decide({ action: 'pause', fileId: null, reason: null, again: false, until: null, who: 'tester' })
    await store.clock.pass(minute)
    expect(reports(store).length - before).toBeGreaterThanOrEqual(11)
  })

  test('a clock that jumps does not stop or pile up reports, and the next one carries the new time', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    await untilReports(store, 1)
    store.clock.setWallForward(3 * hour)
    await store.clock.pass(20 * minute)
    expect(reports(store).length).toBeGreaterThanOrEqual(4)
    expect(reports(store).length).toBeLessThanOrEqual(6)
    const last = reports(store).at(-1)
    expect(
      Math.abs(Date.parse((last?.recordedAt ?? '').replace(/(\d\d)$/, ':$1')) - Date.parse(last?.at ?? '')),
    ).toBeLessThan(2 * second)
  })
})

describe('what it says', () => {
  test.for([
    ['America/New_York', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]00$/],
    ['America/Phoenix', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0700$/],
    ['Asia/Kolkata', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0530$/],
    ['UTC', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/],
  ] as const)(
    'the time in %s, to the second, with its offset without a colon',
    async ([timeZone, form], { onTestFinished }) => {
      const store = await simulatedStore(onTestFinished, { configuration: { store: { timeZone } } })
      await store.start()
      await untilReports(store, 1)
      const [report] = reports(store)
      const recordedAt = report?.recordedAt ?? ''
      const at = report?.at ?? ''
      expect(recordedAt).toMatch(form)
      expect(Math.abs(Date.parse(recordedAt.replace(/(\d\d)$/, ':$1')) - Date.parse(at))).toBeLessThan(2 * second)
    },
  )

  test('a folder that is gone is told as ERROR within a minute and a beat, and OK comes back with it', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 5 } } })
    await store.start()
    await untilReports(store, 1)
    await rename(store.folder, `${store.folder}-away`)
    await store.clock.until('an ERROR', () => reports(store).at(-1)?.state === 'ERROR', 66 * second)
    await rename(`${store.folder}-away`, store.folder)
    await store.clock.until('an OK', () => reports(store).at(-1)?.state === 'OK', 66 * second)
    expect(reports(store).every(({ ok }) => ok)).toBe(true)
  })

  test('a folder that is missing from the start is told as ERROR in the first report, with the word of the settings', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { notOkState: 'DOWN' } } })
    store.cloud.control.changeSettings({ states: ['OK', 'DOWN'] })
    await rename(store.folder, `${store.folder}-away`)
    await store.start()
    await untilReports(store, 1)
    expect(reports(store)[0]).toMatchObject({ state: 'DOWN', ok: true })
  })

  test('with notOkState null nothing is sent while the register is not well, and the silence is no fault', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      configuration: { connectionReport: { everySeconds: 10, notOkState: null } },
    })
    await store.start()
    await untilReports(store, 1)
    await rename(store.folder, `${store.folder}-away`)
    await store.clock.until(
      'the folder to be missing',
      () => store.engine.status().problems.some(({ code }) => code === 'folder-missing'),
      66 * second,
    )
    await store.clock.pass(10 * second)
    const count = reports(store).length
    await store.clock.pass(5 * minute)
    expect(reports(store)).toHaveLength(count)
    expect(store.engine.status().problems.map(({ code }) => code)).toEqual(['folder-missing'])
    await rename(`${store.folder}-away`, store.folder)
    await store.clock.until('an OK', () => reports(store).length > count, 70 * second)
    expect(reports(store).every(({ state }) => state === 'OK')).toBe(true)
  })

  test('a word the cloud does not know is not used again, and that is shown', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished, {
      configuration: { connectionReport: { everySeconds: 5, notOkState: 'BROKEN' } },
    })
    await store.start()
    await untilReports(store, 1)
    await rename(store.folder, `${store.folder}-away`)
    await store.clock.until('the word to be refused', () => reports(store).at(-1)?.state === 'BROKEN', 70 * second)
    await store.clock.pass(5 * minute)
    expect(reports(store).filter(({ state }) => state === 'BROKEN')).toHaveLength(1)
    expect(store.engine.status().problems.map(({ code }) => code)).toContain('report-state-not-accepted')
    await rename(`${store.folder}-away`, store.folder)
    await store.clock.until('an OK', () => reports(store).at(-1)?.state === 'OK', 70 * second)
  })

  test('no sales file for quietMinutes is told during opening hours only, and not at all when they are not known', async ({
    onTestFinished,
  }) => {
    const always = {
      mon: ['00:00-24:00'],
      tue: ['00:00-24:00'],
      wed: ['00:00-24:00'],
      thu: ['00:00-24:00'],
      fri: ['00:00-24:00'],
      sat: ['00:00-24:00'],
      sun: ['00:00-24:00'],
    }
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
    for (const [openingHours, expected] of [
      [always, 'ERROR'],
      [closed, 'OK'],
      [null, 'OK'],
    ] as const) {
      const store = await simulatedStore(onTestFinished, {
        configuration: { store: { openingHours }, connectionReport: { everySeconds: 60, quietMinutes: 30 } },
      })
      await store.put('PJR1.xml', aJournal())
      await store.start()
      await untilReports(store, 1)
      await store.untilState('PJR1.xml', 'accepted')
      await store.clock.pass(20 * minute)
      expect(reports(store).every(({ state }) => state === 'OK')).toBe(true)
      await store.clock.pass(15 * minute)
      expect(reports(store).at(-1)?.state).toBe(expected)
      expect(store.engine.status().problems.map(({ code }) => code)).toEqual(
        expected === 'ERROR' ? ['no-sales-files'] : [],
      )
      if (expected === 'ERROR') {
        await store.put('PJR2.xml', aJournal())
        await store.untilState('PJR2.xml', 'accepted')
        // Not only with the next report.
        await store.clock.until('the silence is over', () => store.engine.status().problems.length === 0, 10 * second)
        await store.clock.pass(2 * minute)
        expect(reports(store).at(-1)?.state).toBe('OK')
      }
      await store.stop()
    }
  })

  test('a register whose address does not answer is told as ERROR', async ({ onTestFinished }) => {
    const register = createServer()
    await new Promise<void>((resolve) => {
      register.listen(0, '127.0.0.1', () => resolve())
    })
    const { port } = register.address() as AddressInfo
    const store = await simulatedStore(onTestFinished, {
      configuration: { connectionReport: { everySeconds: 5, probe: { host: '127.0.0.1', port } } },
    })
    await store.start()
    await untilReports(store, 2)
    expect(
      reports(store)
        .map(({ state }) => state)
        .slice(0, 2),
    ).toEqual(['OK', 'OK'])
    register.close()
    await store.clock.until('an ERROR', () => reports(store).at(-1)?.state === 'ERROR', minute)
    await store.clock.pass(second)
    expect(store.engine.status().problems.map(({ code }) => code)).toContain('register-not-answering')
  })
})

describe('one that does not get through', () => {
  test('is recorded and shown, is not made up for later, and after the outage the newest state goes at once', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished)
    await store.start()
    await untilReports(store, 1)
    const { port } = store.cloud
    await store.cloud.close()
    await store.clock.pass(16 * minute)
    expect(store.engine.status().lastReport).toMatchObject({ ok: false })
    expect(store.engine.status().problems.map(({ code }) => code)).toContain('report-failing')
    await store.openCloud({ port })
    const back = store.clock.wall()
    await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'accepted', 6 * minute)
    await untilReports(store, 1, 30 * second)
    await store.clock.pass(10 * minute)
    // Not one for each beat that was missed.
    expect(reports(store).length).toBeLessThanOrEqual(Math.ceil((store.clock.wall() - back) / (5 * minute)) + 1)
    const missed = store.engine.db
      .prepare<[], number>('SELECT count(*) FROM connection_report WHERE ok = 0')
      .pluck()
      .get()
    expect(missed).toBeGreaterThanOrEqual(3)
  })

  test('goes at once when the files find the way open again, though nobody had to sign in', async ({
    onTestFinished,
  }) => {
    const store = await simulatedStore(onTestFinished, {
      configuration: { connectionReport: { everySeconds: 900 } },
      random: () => 0.5,
    })
    await store.start()
    await untilReports(store, 1)
    store.cloud.control.addFaults({ on: 'connection-state', times: 'always', do: { kind: 'answer', status: 503 } })
    store.cloud.control.addFaults({ on: 'journal', times: 'always', do: { kind: 'answer', status: 503 } })
    await store.clock.pass(16 * minute)
    expect(store.engine.status().lastReport).toMatchObject({ ok: false })
    for (let i = 1; i <= 6; i += 1) await store.put(`PJR${i}.xml`, aJournal())
    await store.clock.until('the breaker', () => store.engine.status().breaker === 'open', 5 * minute)
    store.cloud.control.clearFaults()
    await store.clock.until('it is closed', () => store.engine.status().breaker === 'closed', 6 * minute)
    await store.clock.until('a report', () => store.engine.status().lastReport?.ok === true, 10 * second)
  })

  test('an error of the cloud is no trouble for files', async ({ onTestFinished }) => {
    const store = await simulatedStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 1 } } })
    store.cloud.control.addFaults({ on: 'connection-state', times: 'always', do: { kind: 'answer', status: 500 } })
    await store.start()
    await store.clock.pass(minute)
    await store.put('PJR1.xml', aJournal())
    await store.untilState('PJR1.xml', 'accepted', 10 * second)
    expect(store.engine.status()).toMatchObject({ breaker: 'closed', lastReport: { ok: false } })
    expect(store.engine.status().problems.map(({ code }) => code)).toEqual(['report-failing'])
  })
})

test('from the command line, in real time: status tells the last report', async ({ onTestFinished }) => {
  const store = await practiceStore(onTestFinished, { configuration: { connectionReport: { everySeconds: 1 } } })
  await store.run()
  await store.whenCloud(({ reports: all }) => all.length >= 4)
  const all = store.cloud.received().reports
  const gaps = secondsBetween(all.map(({ at }) => at))
  expect(gaps.every((gap) => gap >= 0 && gap <= 5)).toBe(true)
  const status = await store.status()
  expect(status.lastReport).toMatchObject({ state: 'OK', ok: true, at: expect.stringMatching(/Z$/) as string })
})
