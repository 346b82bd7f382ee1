// F11: the program runs as a user without rights, and loses the right to the sales folder, or to its own data directory.

import { chmod, chown, writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { FaultRow, RoundResult } from '../fault-row.ts'
import type { Lab } from '../lab.ts'
import { linux, root, tool } from '../need.ts'
import { mustRun, runProgram } from '../running-program.ts'
import { becomesVisible, goodWhile, saidSince, storageCodes } from '../seen-while.ts'

const nobody = 65_534
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] as const

/** The folder is locked away while files wait to be sent; sending goes on. */
const folderLocked = async (lab: Lab): Promise<RoundResult> => {
  await chmod(lab.directory, 0o777)
  const shop = await lab.openShop()
  await chown(shop.folder, nobody, nobody)
  const engine = await shop.run({ wrap: asNobody, env: { HOME: '/' } })
  await shop.writeMany(5)
  await shop.whenArrived()
  shop.watch()
  const began = performance.now()
  await chmod(shop.folder, 0o000)
  await shop.writeMany(10)
  const visible = await becomesVisible(shop, began, ['folder-unreadable'], 90_000)
  const untrue = goodWhile(shop, began + 90_000, performance.now())
  await chmod(shop.folder, 0o755)
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    violations: untrue,
    engine,
    withinMs: 90_000,
    notes: [`folder: ${saidSince(shop, began)}`],
  })
}

/** One file may not be read; the others go on. */
const fileLocked = async (lab: Lab): Promise<RoundResult> => {
  await chmod(lab.directory, 0o777)
  const shop = await lab.openShop()
  await chown(shop.folder, nobody, nobody)
  const locked = await shop.write({ put: false })
  await writeFile(locked.path, locked.bytes, { mode: 0o000 })
  const engine = await shop.run({ wrap: asNobody, env: { HOME: '/' } })
  await shop.writeMany(5)
  await pause(3000)
  const files = await shop.files()
  const row = files?.find(({ name }) => name === locked.name)
  const visible = row?.state === 'found' && row.problem === 'unreadable'
  await chmod(locked.path, 0o644)
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    engine,
    notes: [`one file: ${row?.state ?? 'no row'} (${row?.problem ?? ''})`],
  })
}

/** The data directory and all in it may not be changed any more, by root neither. */
const dataLocked = async (lab: Lab): Promise<RoundResult> => {
  const shop = await lab.openShop()
  const service = shop.serve()
  await service.current().event('ready')
  await shop.writeMany(5)
  await shop.whenArrived()
  shop.watch()
  const change = (flag: string) => runProgram(['chattr', '-R', flag, shop.dataDirectory])
  lab.onUndo('chattr +i', async () => {
    await change('-i')
  })
  const began = performance.now()
  await mustRun(['chattr', '-R', '+i', shop.dataDirectory])
  await shop.writeMany(10)
  const visible = await becomesVisible(shop, began, storageCodes, 30_000)
  await pause(1000)
  const untrue = goodWhile(shop, began + 5000, performance.now())
  await change('-i')
  const endedAt = performance.now()
  return shop.judge({
    endedAt,
    visible,
    violations: untrue,
    engine: service.current(),
    withinMs: 90_000,
    notes: [`data directory: ${saidSince(shop, began + 1000)}; started ${service.starts()}×`],
  })
}

const courses = [folderLocked, fileLocked, dataLocked] as const

export const permissionLost: FaultRow = {
  id: 'F11',
  fault: 'permission lost',
  injection:
    'chmod 000 of the folder, then of one file, under setpriv --reuid=65534; chattr -R +i of the data directory',
  must: 'say which folder or file cannot be read, or that nothing can be saved; go on by itself',
  needs: [linux, root, tool('setpriv', 'util-linux'), tool('chattr', 'e2fsprogs')],
  rounds: 6,
  run: (lab, round) => (courses[(round - 1) % courses.length] ?? folderLocked)(lab),
}
