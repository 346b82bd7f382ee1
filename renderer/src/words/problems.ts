// The manager's words for each condition the engine reports: a cause, what it means, one way out (ux 2.5, 2.9).
// One table feeds the pill, the info bar, the alert of Today and Connection, so that they cannot disagree (ux R12).

import type { ProblemCode } from '../../../contract/engine-status.ts'
import type { FileGroup } from '../../../contract/ipc.ts'
import type { Hue } from '../theme/hue-styles.ts'
import type { MessageId } from './say.ts'
import type { StatusIconName } from './status.ts'

/** Where the one button of a problem leads. */
export type ProblemAction =
  | { readonly kind: 'files'; readonly group: FileGroup }
  | { readonly kind: 'sign-in' | 'connection' | 'try-now' | 'check-now' | 'resume' | 'settings' }

export interface ProblemWords {
  readonly hue: Hue
  readonly icon: StatusIconName
  /** Short, for the pill. Values: n, time. */
  readonly pill: MessageId
  /** The cause, one short sentence. Values: n, time. */
  readonly title: MessageId
  /** What it means. Values: n (files it holds up), time. */
  readonly text: MessageId
  readonly action: ProblemAction
  readonly actionWords: MessageId
}

const person = (
  hue: Hue,
  icon: StatusIconName,
  words: Pick<ProblemWords, 'pill' | 'title' | 'text'>,
  action: ProblemAction,
  actionWords: MessageId,
): ProblemWords => ({ hue, icon, ...words, action, actionWords })

const itself = (
  hue: Hue,
  icon: StatusIconName,
  words: Pick<ProblemWords, 'pill' | 'title' | 'text'>,
  action: ProblemAction = { kind: 'try-now' },
  actionWords: MessageId = 'action.tryNow',
): ProblemWords => ({ hue, icon, ...words, action, actionWords })

const connection: ProblemAction = { kind: 'connection' }
const settings: ProblemAction = { kind: 'settings' }
const signIn: ProblemAction = { kind: 'sign-in' }

const signInWords = { pill: 'problem.signIn.pill', text: 'problem.signIn.text' } as const
const folderPill = 'problem.folder.pill' as const

export const problemWords: Readonly<Record<ProblemCode, ProblemWords>> = {
  'sign-in-refused': person(
    'red',
    'key',
    { ...signInWords, title: 'problem.signInRefused.title' },
    signIn,
    'action.signIn',
  ),
  'sign-in-no-token': person(
    'red',
    'key',
    { ...signInWords, title: 'problem.signInNoToken.title' },
    signIn,
    'action.signIn',
  ),
  'sign-in-needed': person(
    'red',
    'key',
    { ...signInWords, title: 'problem.signInNeeded.title' },
    signIn,
    'action.signIn',
  ),
  'files-refused': person(
    'red',
    'refused',
    { pill: 'problem.files.pill', title: 'problem.filesRefused.title', text: 'problem.filesRefused.text' },
    { kind: 'files', group: 'refused' },
    'action.seeWhatToDo',
  ),
  'files-held': person(
    'red',
    'cannot-be-read',
    { pill: 'problem.files.pill', title: 'problem.filesHeld.title', text: 'problem.filesHeld.text' },
    { kind: 'files', group: 'held' },
    'action.seeWhatToDo',
  ),
  'files-unclear': person(
    'amber',
    'unsure',
    { pill: 'problem.files.pill', title: 'problem.filesUnclear.title', text: 'problem.filesUnclear.text' },
    { kind: 'files', group: 'waiting' },
    'action.seeWhatToDo',
  ),
  'folder-missing': person(
    'red',
    'disappeared',
    { pill: folderPill, title: 'problem.folderMissing.title', text: 'problem.folderMissing.text' },
    settings,
    'action.openSettings',
  ),
  'folder-unreadable': person(
    'red',
    'disappeared',
    { pill: folderPill, title: 'problem.folderUnreadable.title', text: 'problem.folderUnreadable.text' },
    settings,
    'action.openSettings',
  ),
  'folder-not-a-folder': person(
    'red',
    'disappeared',
    { pill: folderPill, title: 'problem.folderNotAFolder.title', text: 'problem.folderNotAFolder.text' },
    settings,
    'action.openSettings',
  ),
  'folder-not-answering': person(
    'amber',
    'disappeared',
    { pill: folderPill, title: 'problem.folderNotAnswering.title', text: 'problem.folderNotAnswering.text' },
    { kind: 'check-now' },
    'action.checkNow',
  ),
  'no-internet': itself('blue', 'no-internet', {
    pill: 'problem.noInternet.pill',
    title: 'problem.noInternet.title',
    text: 'problem.noInternet.text',
  }),
  'service-not-answering': itself('blue', 'try-again', {
    pill: 'problem.serviceNotAnswering.pill',
    title: 'problem.serviceNotAnswering.title',
    text: 'problem.serviceNotAnswering.text',
  }),
  certificate: person(
    'red',
    'key',
    { pill: 'problem.certificate.pill', title: 'problem.certificate.title', text: 'problem.certificate.text' },
    connection,
    'action.openConnection',
  ),
  'clock-wrong': person(
    'amber',
    'quiet',
    { pill: 'problem.clockWrong.pill', title: 'problem.clockWrong.title', text: 'problem.clockWrong.text' },
    connection,
    'action.openConnection',
  ),
  'not-understood': person(
    'amber',
    'answer-unclear',
    { pill: 'problem.notUnderstood.pill', title: 'problem.notUnderstood.title', text: 'problem.notUnderstood.text' },
    connection,
    'action.openConnection',
  ),
  forbidden: person(
    'red',
    'key',
    { pill: 'problem.forbidden.pill', title: 'problem.forbidden.title', text: 'problem.forbidden.text' },
    signIn,
    'action.signIn',
  ),
  'wrong-address': person(
    'red',
    'answer-unclear',
    { pill: 'problem.wrongAddress.pill', title: 'problem.wrongAddress.title', text: 'problem.wrongAddress.text' },
    settings,
    'action.openSettings',
  ),
  'refused-in-a-row': person(
    'red',
    'refused',
    { pill: 'problem.files.pill', title: 'problem.refusedInARow.title', text: 'problem.refusedInARow.text' },
    { kind: 'files', group: 'refused' },
    'action.seeWhatToDo',
  ),
  'waiting-too-long': itself('blue', 'clock', {
    pill: 'problem.waitingTooLong.pill',
    title: 'problem.waitingTooLong.title',
    text: 'problem.waitingTooLong.text',
  }),
  'report-failing': itself('blue', 'try-again', {
    pill: 'problem.reportFailing.pill',
    title: 'problem.reportFailing.title',
    text: 'problem.reportFailing.text',
  }),
  'report-state-not-accepted': person(
    'amber',
    'answer-unclear',
    {
      pill: 'problem.reportStateNotAccepted.pill',
      title: 'problem.reportStateNotAccepted.title',
      text: 'problem.reportStateNotAccepted.text',
    },
    settings,
    'action.openSettings',
  ),
  'no-sales-files': person(
    'amber',
    'quiet',
    { pill: 'problem.noSalesFiles.pill', title: 'problem.noSalesFiles.title', text: 'problem.noSalesFiles.text' },
    connection,
    'action.openConnection',
  ),
  'register-not-answering': person(
    'amber',
    'quiet',
    {
      pill: 'problem.registerNotAnswering.pill',
      title: 'problem.registerNotAnswering.title',
      text: 'problem.registerNotAnswering.text',
    },
    connection,
    'action.openConnection',
  ),
  paused: {
    hue: 'grey',
    icon: 'paused',
    pill: 'problem.paused.pill',
    title: 'problem.paused.title',
    text: 'problem.paused.text',
    action: { kind: 'resume' },
    actionWords: 'action.resume',
  },
  'scan-stale': itself(
    'amber',
    'quiet',
    { pill: 'problem.scanStale.pill', title: 'problem.scanStale.title', text: 'problem.scanStale.text' },
    { kind: 'check-now' },
    'action.checkNow',
  ),
  storage: person(
    'red',
    'disk',
    { pill: 'problem.storage.pill', title: 'problem.storage.title', text: 'problem.storage.text' },
    connection,
    'action.openConnection',
  ),
  'disk-full': person(
    'red',
    'disk',
    { pill: 'problem.diskFull.pill', title: 'problem.diskFull.title', text: 'problem.diskFull.text' },
    connection,
    'action.openConnection',
  ),
  'disk-low': person(
    'amber',
    'disk',
    { pill: 'problem.diskLow.pill', title: 'problem.diskLow.title', text: 'problem.diskLow.text' },
    connection,
    'action.openConnection',
  ),
  restored: person(
    'red',
    'unsure',
    { pill: 'problem.restored.pill', title: 'problem.restored.title', text: 'problem.restored.text' },
    { kind: 'files', group: 'waiting' },
    'action.seeWhatToDo',
  ),
  'backup-old': person(
    'amber',
    'disk',
    { pill: 'problem.backupOld.pill', title: 'problem.backupOld.title', text: 'problem.backupOld.text' },
    connection,
    'action.openConnection',
  ),
  'records-held-open': person(
    'amber',
    'disk',
    {
      pill: 'problem.recordsHeldOpen.pill',
      title: 'problem.recordsHeldOpen.title',
      text: 'problem.recordsHeldOpen.text',
    },
    connection,
    'action.openConnection',
  ),
}
