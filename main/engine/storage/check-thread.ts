// The thread that reads a database from end to end: it posts what copy-check.ts or records-check.ts finds, and ends.

import { parentPort, workerData } from 'node:worker_threads'
import type { CheckQuestion } from './check-in-thread.ts'
import { checkCopy } from './copy-check.ts'
import { checkRecords } from './records-check.ts'

const { what, path } = workerData as CheckQuestion
parentPort?.postMessage(what === 'copy' ? checkCopy(path) : checkRecords(path))
