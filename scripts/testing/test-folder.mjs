// Where tests put what they make: in memory if this computer has plenty of it, because hundreds of databases that each wait
// for the disk at every commit are most of what a test run waits for. What a disk does to a commit is proved by the fault
// matrix (docs/fault-matrix.md), on disks. STOREBRIDGE_TEST_FOLDER names another place.
import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY_FOLDER = '/dev/shm'
const GIB = 1024 ** 3
/** As much as the largest run of tests has ever taken there, four times. */
const ROOM_NEEDED = 2 * GIB
const FREE_MEMORY_NEEDED = 6 * GIB

/**
 * Runs with a new folder for everything temporary, named to the programs by the returned variables, and deletes it.
 * @template T
 * @param {(env: Readonly<Record<'TMPDIR' | 'TMP' | 'TEMP', string>>) => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function inTestFolder(run) {
  const parent = process.env['STOREBRIDGE_TEST_FOLDER'] ?? (hasRoomInMemory() ? MEMORY_FOLDER : tmpdir())
  const folder = mkdtempSync(join(parent, 'storebridge-tests-'))
  // As the system's own temporary folder: some tests run a program as another user.
  chmodSync(folder, 0o1777)
  console.log(`what the tests make lies in ${folder}`)
  try {
    return await run({ TMPDIR: folder, TMP: folder, TEMP: folder })
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function hasRoomInMemory() {
  if (process.platform !== 'linux' || freemem() < FREE_MEMORY_NEEDED) return false
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
    return bavail * bsize >= ROOM_NEEDED
  } catch {
    return false // a system without shared memory has its temporary folder
  }
}
