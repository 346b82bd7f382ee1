// The thread that checks a finished copy of the database: given its path, it posts what copy-check.ts finds, and ends.

import { parentPort, workerData } from 'node:worker_threads'
import { checkCopy } from './copy-check.ts'

parentPort?.postMessage(checkCopy(String(workerData)))
