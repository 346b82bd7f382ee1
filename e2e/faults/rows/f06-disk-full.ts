// F6 and F7: no room on the disk of the data directory, which also holds the folder for temporary files: no bytes, no
// inodes, or a limit on the size of a file. While the program works, at its start, and while answers arrive.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { acceptedIn } from '../cloud-process.ts'
import { fillDisk, fillInodes, memoryDisk } from '../disk.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, root, tool } from '../need.ts'
import { mustRun } from '../running-program.ts'
import { becomesVisible, goodWhile, saidSince, storageCodes } from '../seen-while.ts'
import type { Shop } from '../shop.ts'
import { waitFor } from '../wait-for.ts'

type MakeRoom = () => Promise<void>

interface SmallDisk {
  readonly shop: Shop
  readonly temporary: string
  readonly fill: () => Promise<MakeRoom>
}

const smallDisk = async (lab: Lab, options: string, fill: (disk: string) => Promise<MakeRoom>): Promise<SmallDisk> => {
  const disk = await memoryDisk(lab, options)
  const temporary = join(disk.path, 'tmp')
  await mkdir(temporary)
  const shop = await lab.openShop({ dataDirectory: join(disk.path, 'data') })
  return { shop, temporary, fill: () => fill(disk.path) }
}

/** The disk becomes full under a program that works. Sending goes on as far as it can. */
const whileWorking = async ({ shop, temporary, fill }: SmallDisk): Promise<RoundResult> => {
  const service = shop.serve({ env: { TMPDIR: temporary } })
  await service.current().event('ready')
  await shop.writeMany(10)
  await shop.whenArrived()
  shop.watch()
  const began = performance.now()
  const makeRoom = await fill()
  await shop.writeMany(60)
  const visible = await becomesVisible(shop, began, storageCodes)
  await pause(4000)
  const while60 = acceptedIn(await shop.cloud.ledger()).length
  const untrue = goodWhile(shop, began + 3000, performance.now())
  await makeRoom()
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    violations: untrue,
    engine: service.current(),
    withinMs: 90_000,
    notes: [
      `while working: ${saidSince(shop, began + 3000)}; ${while60} of 70 sent meanwhile; started ${service.starts()}×`,
    ],
  })
}

/** The disk is full when the program starts. */
const atTheStart = async ({ shop, temporary, fill }: SmallDisk): Promise<RoundResult> => {
  const first = await shop.run({ env: { TMPDIR: temporary } })
  await shop.writeMany(5)
  await shop.whenArrived()
  await shop.whenDrained()
  await first.terminate()
  const makeRoom = await fill()
  await shop.writeMany(20)
  shop.watch()
  const began = performance.now()
  const service = shop.serve({ env: { TMPDIR: temporary } })
  const visible = await becomesVisible(shop, began, storageCodes)
  await pause(3000)
  await makeRoom()
  const endedAt = performance.now()
  const starts = service.starts()
  const result = await shop.judge({
    endedAt,
    visible,
    engine: await lastOf(service),
    withinMs: 90_000,
    notes: [`at the start: ${saidSince(shop, began)}; started ${starts}×`],
  })
  return result
}

/** The engine of a service once it stays. */
const lastOf = async (service: ReturnType<Shop['serve']>): Promise<ReturnType<typeof service.current>> => {
  await waitFor('an engine that stays', () =>
    service
      .current()
      .lines()
      .some(({ event }) => event === 'ready'),
  )
  return service.current()
}

/** The disk becomes full while documents are under way: the answers have to be kept, or told as unclear. */
const whileAnswersArrive = async ({ shop, temporary, fill }: SmallDisk): Promise<RoundResult> => {
  await shop.cloud.addFaults({ on: 'journal', times: 'always', do: { kind: 'delay', ms: 1200 } })
  const service = shop.serve({ env: { TMPDIR: temporary } })
  await service.current().event('ready')
  await shop.writeMany(12)
  await service.current().event('sending')
  shop.watch()
  const began = performance.now()
  const makeRoom = await fill()
  await pause(6000)
  const visible = await becomesVisible(shop, began, [...storageCodes, 'waiting-too-long'])
  await makeRoom()
  await shop.cloud.clearFaults()
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    engine: await lastOf(service),
    withinMs: 90_000,
    notes: [`while answers arrive: ${saidSince(shop, began + 3000)}; started ${service.starts()}×`],
  })
}

const courses = [whileWorking, atTheStart, whileAnswersArrive] as const

export const diskFull: FaultRow = {
  id: 'F6',
  fault: 'disk full',
  injection:
    'a tmpfs of 24 MB with the data directory and TMPDIR, filled to the last byte: while working, at the start, while answers arrive',
  must: 'stop storing and say so, keep every answer, leave the register’s files, go on by itself when there is room',
  needs: [root],
  rounds: 6,
  isolation: ['mounts'],
  run: async (lab, round) => {
    const course = courses[(round - 1) % courses.length] ?? whileWorking
    return course(await smallDisk(lab, 'size=24m', (disk) => fillDisk(disk)))
  },
}

/** A limit on the size of each file of the running program; the files in the way are its database and its log. */
const fileSizeLimit = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  const service = shop.serve()
  await service.current().event('ready')
  await shop.writeMany(5)
  await shop.whenArrived()
  shop.watch()
  const began = performance.now()
  const { pid } = service.current()
  await mustRun(['prlimit', '--pid', String(pid), '--fsize=65536:unlimited'])
  await shop.writeMany(40)
  const visible = await becomesVisible(shop, began, storageCodes)
  await pause(2000)
  if (service.current().pid === pid && !service.current().hasEnded())
    await mustRun(['prlimit', '--pid', String(pid), '--fsize=unlimited:unlimited'])
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    engine: await lastOf(service),
    withinMs: 90_000,
    notes: [`file size limit: ${saidSince(shop, began + 1000)}; started ${service.starts()}×`],
  })
}

export const noInodes: FaultRow = {
  id: 'F7',
  fault: 'no inodes, or a limit on file sizes',
  injection: 'a tmpfs with nr_inodes=40, all used; every second round prlimit --fsize=65536 on the running program',
  must: 'take no half-written file for a whole one; as F6',
  needs: [root, linux, tool('prlimit', 'util-linux')],
  rounds: 6,
  isolation: ['mounts'],
  run: async (lab, round) => {
    if (round % 2 === 0) return fileSizeLimit(lab)
    const disk = await smallDisk(lab, 'size=64m,nr_inodes=40', fillInodes)
    return round % 4 === 1 ? withoutInodes(disk) : atTheStart(disk)
  },
}

/** What is open goes on growing; what needs a new file fails. Nothing needs to be shown as long as nothing waits. */
const withoutInodes = async ({ shop, temporary, fill }: SmallDisk): Promise<RoundResult> => {
  const service = shop.serve({ env: { TMPDIR: temporary } })
  await service.current().event('ready')
  await shop.writeMany(10)
  await shop.whenArrived()
  shop.watch()
  const began = performance.now()
  const makeRoom = await fill()
  await shop.writeMany(40)
  await pause(5000)
  const meanwhile = acceptedIn(await shop.cloud.ledger()).length
  await makeRoom()
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible: null,
    engine: await lastOf(service),
    withinMs: 90_000,
    notes: [`no inodes while working: ${saidSince(shop, began + 1000)}; ${meanwhile} of 50 sent meanwhile`],
  })
}
