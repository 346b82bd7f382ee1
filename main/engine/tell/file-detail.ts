// Everything the window shows about one file: the facts of `show`, with what only the screens need. Texts of answers
// are masked like the file itself, because servers quote what they refuse (design, promise 9). Read only.

import type { FileFacts } from '../../../contract/file-facts.ts'
import type { FileDetail } from '../../../contract/ipc.ts'
import { documentOfFile } from '../decide/decision.ts'
import { waitingOrderOf } from '../decide/file-order-table.ts'
import type { DocumentRow } from '../life/document-table.ts'
import type { Db } from '../storage/open-database.ts'
import { fileFacts } from './file-list.ts'
import type { CommonWait } from './file-rows.ts'
import { timestampFrom } from '../support/timestamp.ts'
import { maskedFacts } from './masked-facts.ts'
import type { Viewer } from './viewer.ts'

/**
 * A newer file lies in the folder under a name this document was seen under, and it is not this document: what was
 * sent is not what the folder holds any more.
 */
const changedInFolder = (db: Db, documentId: number): boolean =>
  db
    .prepare<[number, number], number>(
      `SELECT EXISTS (SELECT 1 FROM sighting mine JOIN sighting newer
         ON newer.folder_id = mine.folder_id AND newer.path = mine.path AND newer.id > mine.id
       WHERE mine.document_id = ? AND newer.present = 1 AND newer.document_id IS NOT ?)`,
    )
    .pluck()
    .get(documentId, documentId) === 1

/** The refused files beside this one in the list, which shows the newest first. */
const neighbours = (db: Db, id: number): Pick<FileDetail, 'previousRefused' | 'nextRefused'> => {
  const newer = db
    .prepare<[number], number>(`SELECT id FROM document WHERE state = 'refused' AND id > ? ORDER BY id LIMIT 1`)
    .pluck()
    .get(id)
  const older = db
    .prepare<[number], number>(`SELECT id FROM document WHERE state = 'refused' AND id < ? ORDER BY id DESC LIMIT 1`)
    .pluck()
    .get(id)
  return {
    previousRefused: newer === undefined ? null : String(newer),
    nextRefused: older === undefined ? null : String(older),
  }
}

interface EventTimes {
  readonly first: string | null
  readonly last: string | null
}

/** The register's own clock, "YYYY-MM-DDTHH:MM:SS": when the first event began and the last one ended. */
const eventTimes = (db: Db, documentId: number): EventTimes =>
  db
    .prepare<[number], EventTimes>(
      `SELECT min(coalesce(json_extract(facts, '$.startDate') || 'T' || json_extract(facts, '$.startTime'),
           json_extract(facts, '$.endDate') || 'T' || json_extract(facts, '$.endTime'))) AS first,
         max(coalesce(json_extract(facts, '$.endDate') || 'T' || json_extract(facts, '$.endTime'),
           json_extract(facts, '$.startDate') || 'T' || json_extract(facts, '$.startTime'))) AS last
       FROM event WHERE document_id = ?`,
    )
    .get(documentId) ?? { first: null, last: null }

const waitCauseOf = ({ state, due_at, wait_cause }: DocumentRow, common: CommonWait): FileDetail['waitCause'] =>
  state === 'waiting' || (state === 'unclear' && due_at !== null) ? (common ?? wait_cause) : null

/** An order that waits for its moment: of the file itself, or of one of its sightings. */
const orderedOf = (db: Db, id: number, { sightings }: FileFacts): FileDetail['ordered'] => {
  const waiting = waitingOrderOf(db, [...new Set([id, ...sightings.map((sighting) => Number(sighting.id))])])
  return waiting === null ? null : { order: String(waiting.order), dueAt: timestampFrom(waiting.dueAt) }
}

/** Everything about a file by its id, or by the id of any of its sightings; null when there is none. */
export const fileDetail = async (
  db: Db,
  viewer: Viewer,
  fileId: number,
  common: CommonWait,
): Promise<FileDetail | null> => {
  const size = await sizeOf(db, viewer, fileId)
  // Read in one go after the wait, so that the facts are of one moment.
  const facts = fileFacts(db, fileId)
  if (facts === null) return null
  const document = documentOfFile(db, fileId)
  const shared = {
    ...maskedFacts(facts),
    lineCount: size?.lineCount ?? null,
    longestLine: size?.longestLine ?? null,
    ...neighbours(db, document?.id ?? fileId),
    ordered: orderedOf(db, document?.id ?? fileId, facts),
  }
  if (document === undefined)
    return {
      ...shared,
      waitCause: null,
      sales: null,
      salesAmount: null,
      firstEventAt: null,
      lastEventAt: null,
      changedInFolder: false,
    }
  const { first, last } = eventTimes(db, document.id)
  return {
    ...shared,
    waitCause: waitCauseOf(document, common),
    sales: document.sales,
    salesAmount: document.sales_amount,
    firstEventAt: first,
    lastEventAt: last,
    changedInFolder: changedInFolder(db, document.id),
  }
}

const sizeOf = async (db: Db, viewer: Viewer, fileId: number): ReturnType<Viewer['size']> => {
  const document = documentOfFile(db, fileId)
  return document === undefined ? null : viewer.size(document.id)
}
