// F31 and F33: the clock of the PC jumps, or the PC sleeps. libfaketime moves the program's wall clock while it runs and
// leaves its monotonic one alone; sleep is SIGSTOP to the program and its helpers, a jump, and SIGCONT. What the cloud
// received, and when by the real clock, is what is judged.

import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { ReceivedReport } from '../../../sandbox/ledger.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux } from '../need.ts'
import { hasProblem, inSeconds, isGood, judgeHealed, shownAfter, startGood } from '../net/course.ts'
import { fakeClock, fakeTime } from '../net/fake-clock.ts'
import { startTcpProxy } from '../net/tcp-proxy.ts'
import { waitFor } from '../wait-for.ts'

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs
const reportEverySeconds = 3

/** recordedAt as an instant: the offset gets its colon. */
const instantOf = ({ recordedAt }: ReceivedReport): number =>
  Date.parse((recordedAt ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))

/** What is wrong with the beat of reports, by the cloud's own clock: a gap, or a burst. */
const beatTroubles = (reports: readonly ReceivedReport[], fromMs: number, untilMs: number): string[] => {
  const times = reports.map(({ at }) => Date.parse(at)).filter((at) => at >= fromMs && at <= untilMs)
  const everyMs = reportEverySeconds * 1000
  const expected = (untilMs - fromMs) / everyMs
  const gaps = times.map((at, i) => at - (times[i - 1] ?? fromMs))
  const longest = Math.max(0, ...gaps, untilMs - (times.at(-1) ?? fromMs))
  return [
    // One more for the jump itself is allowed: the PC may have slept.
    ...(times.length > expected + 3 ? [`${times.length} reports where ${Math.round(expected)} were due`] : []),
    ...(longest > 3 * everyMs ? [`no report for ${inSeconds(longest)}`] : []),
  ]
}

const jumpRound = async (lab: Lab, jumpMs: number): Promise<RoundResult> => {
  const shop = await lab.openShop({ configuration: { connectionReport: { everySeconds: reportEverySeconds } } })
  const clock = fakeClock(lab.directory)
  const engine = await startGood(shop, { env: clock.environment })
  // Some wait for their second try when the clock jumps: their time must be neither skipped nor put off.
  await shop.cloud.addFaults({ on: 'journal', times: 3, do: { kind: 'answer', status: 503 } })
  await shop.writeMany(3)
  await waitFor('a journal to be answered 503', () => engine.lines().some(({ outcome }) => outcome === 'busy'))
  const began = performance.now()
  const beganAt = Date.now()
  clock.set(jumpMs)
  await shop.writeMany(2)
  const violations: string[] = []
  try {
    await shop.whenArrived(45_000)
  } catch (fault) {
    violations.push(fault instanceof Error ? fault.message : String(fault))
  }
  const drainedMs = performance.now() - began
  // Now the service is away, so that due times are made by the wrong clock.
  await shop.cloud.addFaults({ on: 'journal', times: 1, do: { kind: 'answer', status: 503 } })
  await shop.write()
  const shown = await shownAfter(shop, hasProblem('clock-wrong'), 30_000)
  for (const file of (await shop.files()) ?? []) {
    const dueInMs = file.nextAttemptAt === null ? 0 : Date.parse(file.nextAttemptAt) - (Date.now() + jumpMs)
    if (dueInMs > 6 * 60_000) violations.push(`${file.name} is due only in ${inSeconds(dueInMs)}`)
  }
  await pause(Math.max(0, 25_000 - (performance.now() - began)))
  clock.set(0)
  await shop.write()
  const backAt = Date.now()
  await pause(12_000)
  const { reports } = await shop.cloud.ledger()
  violations.push(...beatTroubles(reports, beganAt, backAt), ...beatTroubles(reports, backAt, Date.now()))
  const during = reports.filter(({ at }) => Date.parse(at) > beganAt + 6000 && Date.parse(at) < backAt)
  if (during.some((report) => Math.abs(instantOf(report) - Date.parse(report.at) - jumpMs) > 5000))
    violations.push('a report does not carry the time of the PC')
  return judgeHealed(shop, {
    endedAt: performance.now(),
    goodWithinMs: 60_000,
    visible: shown !== null,
    violations,
    notes: [`${jumpMs > 0 ? '+' : ''}${jumpMs / hourMs} h: what waited went within ${inSeconds(drainedMs)}`],
  })
}

interface ClockChange {
  readonly what: string
  /** 15 s before the clocks of New York are changed. */
  readonly from: number
  readonly offsets: readonly [string, string]
}

const clockChanges: readonly ClockChange[] = [
  { what: '8 March 2026', from: Date.UTC(2026, 2, 8, 6, 59, 45), offsets: ['-0500', '-0400'] },
  { what: '1 November 2026', from: Date.UTC(2026, 10, 1, 5, 59, 45), offsets: ['-0400', '-0500'] },
]

/** The night in which the clocks are changed: nothing stops, nothing comes twice, and every report names its moment. */
const summerTimeRound = async (lab: Lab, { what, from, offsets }: ClockChange): Promise<RoundResult> => {
  const shop = await lab.openShop({ configuration: { connectionReport: { everySeconds: reportEverySeconds } } })
  const aheadMs = from - Date.now()
  // The cloud lives in the same night.
  await shop.cloud.change({ clockSkewSeconds: Math.round(aheadMs / 1000) })
  const clock = fakeClock(lab.directory, aheadMs)
  const beganAt = Date.now()
  await startGood(shop, { env: clock.environment })
  const watch = shop.watch(1000)
  const register = shop.startRegister(() => 1500)
  const reportsNow = async (): Promise<readonly ReceivedReport[]> => (await shop.cloud.ledger()).reports
  await waitFor(
    'four reports after the change of the clocks',
    async () => (await reportsNow()).filter(({ recordedAt }) => recordedAt?.endsWith(offsets[1]) === true).length >= 4,
    { withinMs: 60_000, everyMs: 500 },
  )
  await register.stop()
  await watch.stop()
  const reports = await reportsNow()
  const untilAt = Date.now()
  const violations = beatTroubles(reports, Date.parse(reports[0]?.at ?? '') || beganAt, untilAt)
  const instants = reports.map(instantOf)
  if (instants.some((instant, i) => i > 0 && instant <= (instants[i - 1] ?? 0)))
    violations.push('reports go back in time')
  if (instants.some((instant, i) => i > 0 && instant - (instants[i - 1] ?? 0) > 3 * reportEverySeconds * 1000))
    violations.push('there is a gap between the moments reports name')
  for (const offset of offsets)
    if (!reports.some(({ recordedAt }) => recordedAt?.endsWith(offset) === true))
      violations.push(`no report with ${offset}`)
  const problems = new Set(shop.looks.flatMap(({ status }) => status?.problems.map(({ code }) => code) ?? []))
  if (problems.size > 0) violations.push(`the night shows problems: ${[...problems].join(', ')}`)
  return judgeHealed(shop, {
    endedAt: performance.now(),
    goodWithinMs: 30_000,
    violations,
    notes: [`${what}: ${reports.length} reports through the change, ${shop.written.length} journals`],
  })
}

const jumps = [hourMs, -hourMs, 3 * dayMs, -3 * dayMs]

export const clockJumps: FaultRow = {
  id: 'F31',
  fault: 'the clock jumps, and the nights of summer time',
  injection:
    'libfaketime, live: +1 h, -1 h, +3 days, -3 days and back; 8 March and 1 November 2026 in New York; reports every 3 s',
  must: 'keep every beat and delay, neither stop nor burst, put nothing off, and say that the clock is wrong',
  needs: [linux, fakeTime],
  rounds: jumps.length + clockChanges.length,
  run: async (lab, round) => {
    const jump = jumps[round - 1]
    if (jump !== undefined) return jumpRound(lab, jump)
    const change = clockChanges[round - 1 - jumps.length]
    return change === undefined ? null : summerTimeRound(lab, change)
  },
}

export const sleepAndWake: FaultRow = {
  id: 'F33',
  fault: 'the PC sleeps and wakes',
  injection:
    'kill -STOP of the program and its helpers, the clock 8 hours on, kill -CONT; once with uploads on their way',
  must: 'look at once, report at once, give up the connections of before, and send what came meanwhile',
  needs: [linux, fakeTime],
  rounds: 3,
  run: async (lab, round) => {
    const cloud = await lab.startCloud()
    const proxy = await startTcpProxy(cloud.port)
    lab.onUndo('the proxy', () => proxy.close())
    const shop = await lab.openShop({ cloud, baseUrl: proxy.url })
    const clock = fakeClock(lab.directory)
    const engine = await startGood(shop, { env: clock.environment })
    if (round > 1) {
      // Its answers never come: it falls asleep in the middle of its uploads, and wakes with dead connections.
      proxy.spoil({ kind: 'reply-swallowed' }, 2)
      await shop.writeMany(2)
      await waitFor('uploads on their way', () => proxy.spoiled() >= 2)
    }
    const all = (signal: NodeJS.Signals): void => {
      process.kill(-engine.pid, signal)
    }
    all('SIGSTOP')
    // A round that fails must not leave a process nobody can end.
    lab.onUndo('the sleep', () => {
      if (!engine.hasEnded()) all('SIGCONT')
    })
    const reportsBefore = (await shop.cloud.ledger()).reports.length
    await shop.writeMany(3)
    await pause(4000)
    proxy.behave()
    if (round === 2) await cloud.outage(1)
    clock.set(8 * hourMs)
    // The cloud slept as long, so that only the sleep is seen.
    await pause(1500)
    await shop.cloud.change({ clockSkewSeconds: (8 * hourMs) / 1000 })
    const woken = performance.now()
    all('SIGCONT')
    await waitFor('a report after the sleep', async () => (await shop.cloud.ledger()).reports.length > reportsBefore, {
      withinMs: 30_000,
    })
    const reportedMs = performance.now() - woken
    const newest = shop.written.slice(-3)
    await waitFor(
      'what came during the sleep to arrive',
      async () => {
        const there = new Set((await shop.cloud.ledger()).journals.map(({ sha256 }) => sha256))
        return newest.every(({ sha256 }) => there.has(sha256))
      },
      { withinMs: 60_000 },
    )
    const arrivedMs = performance.now() - woken
    const violations = [
      ...(reportedMs > 15_000 ? [`the first report came ${inSeconds(reportedMs)} after waking`] : []),
      ...(arrivedMs > 20_000 ? [`what came meanwhile went only ${inSeconds(arrivedMs)} after waking`] : []),
    ]
    const status = await shop.status()
    return judgeHealed(shop, {
      endedAt: woken,
      goodWithinMs: 120_000,
      // A PC that sleeps shows nothing to anybody; after the waking it must not be good before everything is.
      visible: round === 1 ? null : status !== null && (!isGood(status) || status.counts.unclear === 0),
      violations,
      notes: [`report ${inSeconds(reportedMs)} and journals ${inSeconds(arrivedMs)} after waking`],
    })
  },
}
