// Disks of the lab's own: small ones in memory that can be full, and real file systems on a loop device whose power can be
// cut. Everything is mounted inside the row's own mount namespace (isolation: mounts) and unmounted with the lab.

import { mkdir, rm, statfs, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import type { Lab } from './lab.ts'
import { mustRun, runProgram } from './running-program.ts'

export interface Disk {
  /** Where it is mounted. */
  readonly path: string
  readonly unmount: () => Promise<void>
}

const unmount = async (path: string): Promise<void> => {
  const { code, stderr } = await runProgram(['umount', path])
  if (code === 0 || /not mounted|no mount point/.test(stderr)) return
  // Something of a killed process may hold it for a moment longer.
  await mustRun(['umount', '--lazy', path])
}

let disks = 0

const place = async (lab: Lab): Promise<string> => {
  disks += 1
  const path = join(lab.directory, `disk-${disks}`)
  await mkdir(path)
  return path
}

/** A disk in memory; `options` as mount takes them: "size=8m", "nr_inodes=40". */
export const memoryDisk = async (
  lab: Lab,
  options: string,
): Promise<Disk & { readonly remount: (options: string) => Promise<void> }> => {
  const path = await place(lab)
  await mustRun(['mount', '-t', 'tmpfs', '-o', options, 'storebridge-faults', path])
  lab.onUndo(`the disk ${path}`, () => unmount(path))
  return {
    path,
    unmount: () => unmount(path),
    remount: async (changed) => {
      await mustRun(['mount', '-o', `remount,${changed}`, path])
    },
  }
}

export interface LoopDisk extends Disk {
  readonly kind: 'ext4' | 'xfs'
  /** The power goes: nothing that was not synced reaches the disk any more (reliability 2.4). */
  readonly cutPower: () => Promise<void>
  /** The power is back: unmounts what is left and mounts it again; the file system replays its journal. */
  readonly mountAgain: () => Promise<void>
}

/** A real file system on a loop device. */
export const loopDisk = async (lab: Lab, kind: 'ext4' | 'xfs'): Promise<LoopDisk> => {
  const path = await place(lab)
  const image = `${path}.img`
  await writeFile(image, '')
  // xfs needs 300 MB; nothing of it is written before it is used.
  await truncate(image, 320 * 1024 * 1024)
  await mustRun(kind === 'ext4' ? ['mkfs.ext4', '-q', '-F', image] : ['mkfs.xfs', '-q', '-f', image])
  const mount = async (): Promise<void> => {
    await mustRun(['mount', '-o', 'loop', image, path])
  }
  await mount()
  lab.onUndo(`the disk ${path}`, () => unmount(path))
  return {
    kind,
    path,
    unmount: () => unmount(path),
    cutPower: async () => {
      await mustRun(['xfs_io', '-x', '-c', 'shutdown', path])
    },
    mountAgain: async () => {
      await unmount(path)
      await mount()
    },
  }
}

/** Fills a disk to its last byte but `leave`. Answers how to make room again. */
export const fillDisk = async (disk: string, leave = 0): Promise<() => Promise<void>> => {
  const ballast = join(disk, 'ballast')
  const file = openSync(ballast, 'w')
  try {
    for (const size of [1 << 20, 1 << 16, 1 << 12, 512, 1]) {
      const block = Buffer.alloc(size, 0x2e)
      for (;;) {
        const { bavail, bsize } = await statfs(disk)
        if (leave > 0 && bavail * bsize <= leave) break
        try {
          if (writeSync(file, block) < size) break
        } catch {
          // No room for a block of this size.
          break
        }
      }
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return () => rm(ballast, { force: true })
}

/** Uses up the inodes of a disk. Answers how to give them back. */
export const fillInodes = async (disk: string): Promise<() => Promise<void>> => {
  const made: string[] = []
  for (let n = 0; n < 100_000; n += 1) {
    const path = join(disk, `inode-${n}`)
    try {
      await writeFile(path, '', { flag: 'wx' })
    } catch {
      break
    }
    made.push(path)
  }
  return async () => {
    for (const path of made) await rm(path, { force: true })
  }
}
