// What the tray, its tooltip and its menu say about how the store stands: the very messages of the window's pill, which a
// test holds them to (ux R12). Times are the store's own, as its manager reads the clock on the wall.

import type { ProblemCode } from '../../contract/engine-status.ts'
import type { AppSnapshot } from '../../contract/ipc.ts'
import { unbrokenTime, type Language } from '../../contract/language.ts'
import { filesNeedingPerson, isAboutFiles, type Standing } from '../../contract/standing.ts'
import { calendarDate } from '../engine/support/store-time.ts'
import { currentLanguage, say, type MessageId } from './words.ts'

const nothingYet = '-'

/** Node writes a narrow unbreakable space before AM and PM; menus and tooltips of old systems show a box for it. */
const plain = (text: string): string => text.replaceAll(/[\u202f\u00a0]/g, ' ')

const styles = {
  clock: { hour: 'numeric', minute: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making one takes a millisecond; there are as many as stores' zones and languages on one computer: a few. */
const formatter = (language: Language, timeZone: string, style: keyof typeof styles): Intl.DateTimeFormat => {
  const key = `${language} ${timeZone} ${style}`
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(language, { timeZone, ...styles[style] })
  formatters.set(key, known)
  return known
}

/** "2:43 PM" on the store's same day, else "Fri 20 Nov". A moment that is not there is a dash. */
export const storeMoment = (at: string | null, timeZone: string, now: number): string => {
  const ms = at === null ? Number.NaN : Date.parse(at)
  if (!Number.isFinite(ms)) return nothingYet
  const language = currentLanguage()
  if (calendarDate(ms, timeZone) === calendarDate(now, timeZone))
    return plain(unbrokenTime(formatter(language, timeZone, 'clock').format(ms)))
  const parts = new Map(
    formatter(language, timeZone, 'day')
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return say('date.plain', { weekday: part('weekday'), day: part('day'), month: part('month') })
}

const problemMessages: Readonly<Record<ProblemCode, MessageId>> = {
  'sign-in-refused': 'problem.signIn.pill',
  'sign-in-no-token': 'problem.signIn.pill',
  'sign-in-needed': 'problem.signIn.pill',
  'files-refused': 'problem.files.pill',
  'files-held': 'problem.files.pill',
  'files-unclear': 'problem.files.pill',
  'folder-missing': 'problem.folder.pill',
  'folder-unreadable': 'problem.folder.pill',
  'folder-not-a-folder': 'problem.folder.pill',
  'folder-not-answering': 'problem.folder.pill',
  'no-internet': 'problem.noInternet.pill',
  'service-not-answering': 'problem.serviceNotAnswering.pill',
  certificate: 'problem.certificate.pill',
  'clock-wrong': 'problem.clockWrong.pill',
  'not-understood': 'problem.notUnderstood.pill',
  forbidden: 'problem.forbidden.pill',
  'wrong-address': 'problem.wrongAddress.pill',
  'refused-in-a-row': 'problem.files.pill',
  'waiting-too-long': 'problem.waitingTooLong.pill',
  'report-failing': 'problem.reportFailing.pill',
  'report-state-not-accepted': 'problem.reportStateNotAccepted.pill',
  'no-sales-files': 'problem.noSalesFiles.pill',
  'register-not-answering': 'problem.registerNotAnswering.pill',
  paused: 'problem.paused.pill',
  'scan-stale': 'problem.scanStale.pill',
  storage: 'problem.storage.pill',
  'disk-low': 'problem.diskLow.pill',
  'disk-full': 'problem.diskFull.pill',
  'records-held-open': 'problem.recordsHeldOpen.pill',
  restored: 'problem.restored.pill',
  'backup-old': 'problem.backupOld.pill',
}

/** One short sentence without a full stop, the pill's; in practice marked as such. */
export const standingSentence = (standing: Standing, snapshot: AppSnapshot, timeZone: string, now: number): string => {
  const practice = snapshot.mode === 'practice'
  if (practice && standing.kind === 'good') return say('pill.practiceGood')
  const words = plainSentence(standing, snapshot, timeZone, now)
  return practice ? say('pill.practice', { words }) : words
}

const plainSentence = (standing: Standing, snapshot: AppSnapshot, timeZone: string, now: number): string => {
  switch (standing.kind) {
    case 'trouble':
      return say('pill.trouble')
    case 'starting':
      return say('pill.starting')
    case 'restarting':
      return say('pill.restarting')
    case 'stopped':
      return say('pill.stopped')
    case 'needs-person':
    case 'mending': {
      const { code, count, since } = standing.problem
      const n = isAboutFiles(code) ? Math.max(filesNeedingPerson(snapshot), 1) : count
      return say(problemMessages[code], { n, time: storeMoment(since, timeZone, now) })
    }
    case 'stale':
      return standing.since === null
        ? say('pill.neverChecked')
        : say('pill.stale', { time: storeMoment(standing.since, timeZone, now) })
    case 'paused':
      return say('problem.paused.pill')
    case 'working':
      return standing.waiting === 0 ? say('pill.working') : say('pill.sending', { n: standing.waiting })
    case 'good':
      return snapshot.otherCloud === null ? say('pill.good') : say('pill.goodElsewhere', { host: snapshot.otherCloud })
  }
}
