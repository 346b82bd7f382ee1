// POST /api/location/{id}/connection-state: JSON { state, recordedAt } with an offset without a colon (guide, "Monitor POS
// connection"). The guide documents neither the answer nor any state but OK; the answer here is a small JSON object.

import { z } from 'zod'
import type { ConnectionReport } from '../contract/cloud.ts'
import { accepts, jsonAnswer, refuse, type CallResult } from './answer.ts'
import { isCalendarDay } from './journal-values.ts'
import { parseParameters } from './multipart-form.ts'
import { refuseWithoutToken, type CallRequest, type PracticeState } from './practice-state.ts'

const recordedAtForm = /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d[+-](?:0\d|1[0-4])[0-5]\d$/

/** True for local time with an offset without a colon that names a day there is: 2025-02-21T08:00:03-0500. */
export const isRecordedAt = (text: string): boolean => {
  const [, year, month, day] = recordedAtForm.exec(text) ?? []
  return day !== undefined && isCalendarDay(Number(year), Number(month), Number(day))
}

const reportSchema: z.ZodType<ConnectionReport> = z.strictObject(
  { state: z.string({ error: 'state is not a text' }), recordedAt: z.string({ error: 'recordedAt is not a text' }) },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `only state and recordedAt are expected, not ${issue.keys.join(', ')}`
        : 'the report is not a JSON object',
  },
)

const readReport = (
  body: Buffer,
): { readonly report: ConnectionReport } | { readonly status: number; readonly words: string } => {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return { status: 400, words: 'The body is not JSON in UTF-8.' }
  }
  const parsed = reportSchema.safeParse(value)
  return parsed.success
    ? { report: parsed.data }
    : {
        status: 422,
        words: `The report is not right: ${parsed.error.issues.map(({ message }) => message).join('; ')}.`,
      }
}

const pathForm = /^\/api\/location\/([^/]+)\/connection-state$/

/** The location a path names; null for another path or one that cannot be decoded. */
export const locationOf = (path: string): string | null => {
  const encoded = pathForm.exec(path)?.[1]
  if (encoded === undefined) return null
  try {
    return decodeURIComponent(encoded)
  } catch {
    return null
  }
}

/** Takes a report. 401 without a token, 415/400/422 not the report of the guide, 404 a location it does not know. */
export const takeConnectionReport = (state: PracticeState, request: CallRequest): CallResult => {
  const { headers, body, number } = request
  const locationId = locationOf(request.path) ?? ''
  const refused = refuseWithoutToken(state, headers.authorization)
  if (refused !== null) return refused
  if (parseParameters(headers['content-type'] ?? '')?.value !== 'application/json')
    return refuse(415, 'Content-Type must be application/json.')
  if (!accepts(headers.accept, 'application/json')) return refuse(406, 'The answer is application/json.')
  const read = readReport(body)
  const report = 'report' in read ? read.report : { state: null, recordedAt: null }

  const conclude = (status: number, message: string): CallResult => {
    const ok = status === 200
    state.ledger.addReport({ request: number, locationId, ...report, ok, message })
    return ok ? { done: true, answer: jsonAnswer(200, { status: message }) } : refuse(status, message)
  }
  const { locations, states } = state.settings
  if (locations !== 'any' && !locations.includes(locationId))
    return conclude(404, `The location ${locationId} is not known.`)
  if (!('report' in read)) return conclude(read.status, read.words)
  if (!states.includes(read.report.state))
    return conclude(422, `The state "${read.report.state}" is not known; known are ${states.join(', ')}.`)
  if (!isRecordedAt(read.report.recordedAt))
    return conclude(422, `recordedAt "${read.report.recordedAt}" is not of the form 2025-02-21T08:00:03-0500.`)
  return conclude(200, 'OK')
}
