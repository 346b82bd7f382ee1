// What `storebridge check` tells of one file (design 5): the judgement without sending.

import { createHash } from 'node:crypto'
import type { CheckedFile, JournalEvent } from '../../../contract/judgement.ts'
import { judge, type JudgeOptions } from './judge.ts'

const asPrinted = (event: JournalEvent): JournalEvent => ({
  type: event.type,
  registerId: event.registerId,
  transactionId: event.transactionId,
  businessDate: event.businessDate,
  grandAmount: event.grandAmount,
  line: event.line,
  endLine: event.endLine,
})

/** @param file the name to print; nothing is opened here */
export const checkBytes = async (file: string, bytes: Uint8Array, options: JudgeOptions): Promise<CheckedFile> => {
  const judgement = await judge(bytes, options)
  return {
    file,
    wellFormed: judgement.wellFormed,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    encoding: judgement.encoding,
    version: judgement.version,
    storeLocationId: judgement.storeLocationId,
    events: judgement.events.map(asPrinted),
    findings: judgement.findings,
  }
}
