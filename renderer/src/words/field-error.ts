// Main's errors about a value, in the window's language by their code; a code without words of its own is a
// technician's matter and keeps main's English. Pure.

import type { FieldError, FieldErrorCode } from '../../../contract/ipc.ts'
import { say, type MessageId } from './say.ts'

const words: Readonly<Record<Exclude<FieldErrorCode, 'not-yet'>, MessageId>> = {
  'not-a-zone': 'form.zoneUnknown',
  'not-an-address': 'form.addressWrong',
  'http-elsewhere': 'form.addressWrong',
  'not-https': 'form.addressWrong',
  'user-in-address': 'wrong.userInAddress',
  'not-a-time': 'form.timeWrong',
  'not-a-span': 'form.hoursWrong',
  'password-written': 'wrong.passwordWritten',
  'not-a-password-place': 'wrong.passwordPlace',
  'not-a-start': 'wrong.start',
  'no-pattern': 'form.patternMissing',
  'no-folder': 'form.foldersMissing',
  'not-after-verdict': 'wrong.afterVerdict',
  'not-a-probe': 'form.probeWrong',
  'archive-watched': 'wrong.archiveWatched',
  'same-folder': 'wrong.sameFolder',
  required: 'wrong.required',
  empty: 'wrong.empty',
  'unknown-key': 'wrong.unknownKey',
  impossible: 'wrong.impossible',
  type: 'wrong.impossible',
  'one-of': 'wrong.oneOf',
  'at-least': 'wrong.atLeast',
  'more-than': 'wrong.moreThan',
  'at-most': 'wrong.atMost',
  'less-than': 'wrong.lessThan',
  'files-wait': 'wrong.filesWait',
  'practice-keeps': 'wrong.practiceKeeps',
  'file-not-json': 'wrong.fileNotJson',
  'file-not-read': 'wrong.fileNotRead',
  'password-open': 'wrong.passwordOpen',
}

/** What is wrong, as one sentence beside a field. */
export const fieldErrorWords = ({ code, values, message }: FieldError): string =>
  code === 'not-yet' ? message : say(words[code], values)

/** The same where there is no field: with the key's own name, as it stands in the file. */
export const namedErrorWords = (error: FieldError): string =>
  error.path === '' ? fieldErrorWords(error) : `${error.path}: ${fieldErrorWords(error)}`
