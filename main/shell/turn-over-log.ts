// Turns the app's log over: storebridge.log → storebridge.1.log → … → storebridge.9.log → gone. It never throws: a file
// that another program holds open is emptied instead, so that the log stays within its bounds and the app goes on.

import { existsSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

const keptFiles = 10

export const turnOverLog = (folder: string): void => {
  const name = (n: number): string => join(folder, n === 0 ? 'storebridge.log' : `storebridge.${n}.log`)
  try {
    rmSync(name(keptFiles - 1), { force: true })
    for (let n = keptFiles - 2; n >= 0; n -= 1) if (existsSync(name(n))) renameSync(name(n), name(n + 1))
  } catch {
    try {
      truncateSync(name(0))
    } catch {
      // It cannot even be emptied: the next entry tries again.
    }
  }
}
