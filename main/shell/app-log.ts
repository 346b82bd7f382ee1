// The app's log: one JSON line per entry, on standard output and in a file that is turned over at 5 MB, ten of them
// kept (reliability 4.6). Entries are flat facts that the caller chose, made safe before they are written.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import electronLog from 'electron-log/main'
import { logLine, type Log } from '../engine/support/log.ts'
import { turnOverLog } from './turn-over-log.ts'

const largestBytes = 5 * 1024 * 1024

/** The file's name in the log's folder. */
export const logFileName = 'storebridge.log'

/** A log that writes to `folder`. A disk that is full costs the entry, never the app. */
export const createAppLog = (folder: string): Log => {
  mkdirSync(folder, { recursive: true })
  const { file, console: output, ipc } = electronLog.transports
  file.resolvePathFn = () => join(folder, logFileName)
  file.maxSize = largestBytes
  file.archiveLogFn = () => turnOverLog(folder)
  file.format = '{text}'
  output.format = '{text}'
  if (ipc !== undefined) ipc.level = false
  return (level, event, facts) => {
    if (level === 'debug') return
    electronLog[level](logLine(Date.now(), level, event, facts))
  }
}
