// F16, F17 and F18: files that are not what they seem: still being written, of their final size and full of NULs, changed
// or gone while they are read, and changed without a change of size and time.

import { open, rm, stat, writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, tool } from '../need.ts'
import { mustRun } from '../running-program.ts'

const inPieces = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  const engine = await shop.run()
  shop.watch()
  const began = performance.now()
  const slow = async (pieces: number, pauseMs: number): Promise<void> => {
    const journal = await shop.write({ put: false, prices: Array.from({ length: 40 }, () => '1.99') })
    const file = await open(journal.path, 'w')
    try {
      for (let n = 0; n < pieces; n += 1) {
        const [from, to] = [n, n + 1].map((part) => Math.floor((journal.size * part) / pieces))
        await file.write(journal.bytes.subarray(from, to))
        await pause(lab.random() * pauseMs)
      }
    } finally {
      await file.close()
    }
  }
  /** Its final size from the start, NULs where nothing was written yet. */
  const preallocated = async (pauseMs: number): Promise<void> => {
    const journal = await shop.write({ put: false, prices: Array.from({ length: 40 }, () => '1.99') })
    const file = await open(journal.path, 'w')
    try {
      await file.truncate(journal.size)
      for (const part of [1, 0]) {
        await pause(pauseMs)
        const half = Math.floor(journal.size / 2)
        await file.write(journal.bytes, part * half, part === 1 ? journal.size - half : half, part * half)
      }
    } finally {
      await file.close()
    }
  }
  const longest = lab.quick ? 2500 : 8000
  await Promise.all([
    slow(2, 2 * longest),
    slow(5, longest / 2),
    slow(30, 200),
    preallocated(longest / 2),
    preallocated(400),
    shop.writeMany(5),
  ])
  const endedAt = performance.now()
  // One that begins in NULs and has its end is held at once as what no more bytes can mend, and replaced by the whole one.
  return shop.judge({
    endedAt,
    engine,
    unfinishedIn: ['replaced'],
    notes: [`written over ${Math.round((endedAt - began) / 1000)} s`],
  })
}

export const stillBeingWritten: FaultRow = {
  id: 'F16',
  fault: 'file still being written, or preallocated with NULs',
  injection: 'a register that writes in 2, 5 and 30 pieces with pauses of up to 16 s, and one that sets the size first',
  must: 'store and send none of them before it is whole',
  needs: [],
  rounds: 4,
  quickRounds: 1,
  run: inPieces,
}

export const changedWhileRead: FaultRow = {
  id: 'F17',
  fault: 'file replaced or gone while it is read',
  injection:
    'a large file rewritten in place again and again while it is read; files removed as soon as they are there',
  must: 'keep no mix of two versions; every name that was seen has a row, read or vanished',
  needs: [],
  rounds: 4,
  quickRounds: 1,
  run: async (lab) => {
    const shop = await lab.openShop()
    const engine = await shop.run()
    const name = 'CHANGING.xml'
    const prices = Array.from({ length: lab.quick ? 1500 : 4000 }, () => '1.99')
    const versions = 8
    for (let version = 1; version <= versions; version += 1) {
      const journal = await shop.write({ name, put: false, prices })
      await writeFile(journal.path, journal.bytes)
      if (version === versions) break
      // A version that was there for less than two looks need not be kept; one that was kept is no stranger.
      shop.forgive(journal)
      await pause(lab.random() * 250)
    }
    const gone = await shop.writeMany(10)
    for (const journal of gone) {
      shop.forgive(journal)
      await pause(lab.random() * 40)
      await rm(journal.path)
    }
    const endedAt = performance.now()
    const result = await shop.judge({ endedAt, engine, withinMs: 90_000 })
    const files = (await shop.files()) ?? []
    const rows = gone.filter(({ name: each }) => files.some((file) => file.name === each)).length
    const kept = files.filter((file) => file.name === name).length
    return { ...result, notes: [`${kept} versions of 8 kept, ${rows} of 10 short-lived names have a row`] }
  },
}

export const sameSizeAndTime: FaultRow = {
  id: 'F18',
  fault: 'same name, size and time, other content',
  injection: 'another journal of the same length written over an accepted one, its time put back with touch -r',
  must: 'notice it, keep both and send the second',
  needs: [linux, tool('touch', 'coreutils')],
  rounds: 3,
  quickRounds: 1,
  run: async (lab, round) => {
    const shop = await lab.openShop()
    const engine = await shop.run()
    const first = await shop.write({ name: 'SAME.xml' })
    await shop.whenArrived()
    await shop.whenDrained()
    const second = await shop.write({ name: 'SAME.xml', put: false })
    if (second.size !== first.size) throw new Error('the two journals are not of one length')
    const reference = `${lab.directory}/reference`
    await writeFile(reference, '')
    await mustRun(['touch', '-r', first.path, reference])
    if (round % 2 === 1) await writeFile(first.path, second.bytes)
    else {
      // By rename, as careful programs do.
      await writeFile(`${first.path}.part`, second.bytes)
      await mustRun(['mv', `${first.path}.part`, first.path])
    }
    await mustRun(['touch', '-r', reference, first.path])
    const { mtimeNs } = await stat(first.path, { bigint: true })
    const before = (await stat(reference, { bigint: true })).mtimeNs
    if (mtimeNs !== before) throw new Error('the time could not be put back')
    const endedAt = performance.now()
    return shop.judge({ endedAt, engine, withinMs: 80_000, notes: [round % 2 === 1 ? 'in place' : 'by rename'] })
  },
}
