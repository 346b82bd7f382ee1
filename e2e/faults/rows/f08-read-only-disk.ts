// F8 and F9: the disk of the data directory becomes read-only, or writes to it fail below the file system.

import { existsSync } from 'node:fs'
import { mkdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { loopDisk } from '../disk.ts'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { fuse, loopDevices, root, tool } from '../need.ts'
import { mustRun, runProgram } from '../running-program.ts'
import { becomesVisible, goodWhile, saidSince, storageCodes } from '../seen-while.ts'
import { waitFor } from '../wait-for.ts'

/** Read-only from before the start on, as after a check of the disk that failed. */
const fromTheStart = async (lab: Lab): Promise<RoundResult> => {
  const disk = await loopDisk(lab, 'ext4')
  const shop = await lab.openShop({ dataDirectory: join(disk.path, 'data') })
  const first = await shop.run()
  await shop.writeMany(5)
  await shop.whenArrived()
  await shop.whenDrained()
  await first.terminate()
  await mustRun(['mount', '-o', 'remount,ro', disk.path])
  await shop.writeMany(5)
  shop.watch()
  const began = performance.now()
  const service = shop.serve()
  const visible = await becomesVisible(shop, began, storageCodes)
  await pause(2000)
  // It ends politely: exit 3, one sentence, no stack.
  const ends = service.ends()
  const complaints = shop.runs().map((run) => run.complaints().trim())
  const rude = ends.some(({ code }) => code !== 3) || complaints.some((text) => text.split('\n').length > 1)
  await mustRun(['mount', '-o', 'remount,rw', disk.path])
  const endedAt = performance.now()
  await waitFor('an engine that stays', () =>
    service
      .current()
      .lines()
      .some(({ event }) => event === 'ready'),
  )
  return shop.judge({
    endedAt,
    visible,
    violations: rude
      ? [`did not end with one sentence and exit 3: ${JSON.stringify(ends)} ${complaints.join(' / ').slice(0, 400)}`]
      : [],
    engine: service.current(),
    notes: [`from the start: ${saidSince(shop, began)}`],
  })
}

/** The file system turns read-only under the running program, as it does after an error of the disk. */
const whileWorking = async (lab: Lab): Promise<RoundResult> => {
  const disk = await loopDisk(lab, 'ext4')
  const shop = await lab.openShop({ dataDirectory: join(disk.path, 'data') })
  const service = shop.serve()
  await service.current().event('ready')
  await shop.writeMany(5)
  await shop.whenArrived()
  shop.watch()
  const began = performance.now()
  await mustRun(['mount', '-o', 'remount,abort', disk.path])
  await shop.writeMany(15)
  // The program cannot even write down how it stands: another process can say so only when the old picture has aged.
  const visible = await becomesVisible(shop, began, storageCodes, 45_000)
  await pause(2000)
  const untrue = goodWhile(shop, began + 25_000, performance.now())
  const said = saidSince(shop, began + 1000)
  await service.stop()
  await disk.mountAgain()
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    violations: untrue,
    notes: [`while working: ${said}; started ${service.starts()}×`],
  })
}

export const readOnlyDisk: FaultRow = {
  id: 'F8',
  fault: 'disk turns read-only',
  injection:
    'mount -o remount,ro before the start; every second round mount -o remount,abort under the running program (ext4 on a loop device)',
  must: 'end with exit 3 and a sentence, or say that it cannot save; no untrue green; go on when the disk is well',
  needs: [root, loopDevices, tool('mkfs.ext4', 'e2fsprogs')],
  rounds: 4,
  isolation: ['mounts'],
  run: (lab, round) => (round % 2 === 1 ? fromTheStart(lab) : whileWorking(lab)),
}

export const badSectors: FaultRow = {
  id: 'F9',
  fault: 'bad sectors below the file system',
  injection: 'nbdkit --filter=error (every write EIO for some seconds) under nbdfuse, a loop device and ext4',
  must: 'as F5',
  needs: [
    root,
    loopDevices,
    fuse,
    tool('nbdkit', 'nbdkit'),
    tool('nbdfuse', 'libnbd-bin'),
    tool('fusermount3', 'fuse3'),
  ],
  rounds: 3,
  isolation: ['mounts'],
  run: async (lab) => {
    const at = (name: string): string => join(lab.directory, name)
    await mkdir(at('fuse'))
    await mkdir(at('disk'))
    await writeFile(at('image'), '')
    await truncate(at('image'), 128 * 1024 * 1024)
    await mustRun(['mkfs.ext4', '-q', '-F', at('image')])
    lab.start([
      'nbdkit', '--foreground', '-U', at('socket'), '--filter=error', 'file', at('image'),
      'error-pwrite=EIO', 'error-pwrite-rate=100%', `error-pwrite-file=${at('trip')}`,
    ]) // prettier-ignore
    await waitFor('nbdkit', () => existsSync(at('socket')))
    lab.start(['nbdfuse', at('fuse/disk'), '--unix', at('socket')])
    lab.onUndo('the FUSE mount', async () => {
      await runProgram(['fusermount3', '-u', '-z', at('fuse')])
    })
    await waitFor('the FUSE mount', () => existsSync(at('fuse/disk')))
    const loop = await waitFor('the loop device', async () => {
      const { code, stdout } = await runProgram(['losetup', '-f', '--show', at('fuse/disk')])
      return code === 0 && stdout.trim()
    })
    lab.onUndo(`the loop device ${loop}`, async () => {
      await runProgram(['losetup', '-d', loop])
    })
    await mustRun(['mount', '-t', 'ext4', loop, at('disk')])
    lab.onUndo('the disk', async () => {
      await rm(at('trip'), { force: true })
      await runProgram(['umount', at('disk')])
    })
    const shop = await lab.openShop({ dataDirectory: at('disk/data') })
    const service = shop.serve()
    await service.current().event('ready')
    await shop.writeMany(5)
    await shop.whenArrived()
    shop.watch()
    const began = performance.now()
    await writeFile(at('trip'), '')
    const register = shop.startRegister(() => 200)
    const visible = await becomesVisible(shop, began, storageCodes, 30_000)
    await pause(2000)
    await register.stop()
    const untrue = goodWhile(shop, began + 5000, performance.now())
    await rm(at('trip'))
    const said = saidSince(shop, began + 1000)
    // ext4 may have given up writing; then only a new mount helps, as a restart of the PC would.
    await service.stop()
    await mustRun(['umount', at('disk')])
    await mustRun(['mount', '-t', 'ext4', loop, at('disk')])
    const endedAt = performance.now()
    return shop.judge({
      endedAt,
      visible,
      violations: untrue,
      notes: [`${said}; started ${service.starts()}×`],
    })
  },
}
