// Main's words for what the engine's process tells a person by a code (contract/told.ts), in the language now spoken.

import type { CallResult } from '../../contract/ipc.ts'
import type { Told, ToldCode } from '../../contract/told.ts'
import { say, type MessageId } from './words.ts'

const ids: Readonly<Record<ToldCode, MessageId>> = {
  starting: 'told.starting',
  'not-set-up': 'told.notSetUp',
  failed: 'told.failed',
  'other-storebridge': 'told.otherStorebridge',
  'settings-unreadable': 'told.settingsUnreadable',
  'newer-records': 'told.newerRecords',
  'damaged-records': 'told.damagedRecords',
  'foreign-records': 'told.foreignRecords',
  'records-not-opened': 'told.recordsNotOpened',
  'folder-not-used': 'told.folderNotUsed',
  'file-not-offered': 'told.fileNotOffered',
}

export const sayTold = ({ code, detail }: Told): string => say(ids[code], { detail })

/** The same result, a failure that has a code with main's words in the sentence's place. */
export const inWords = <Output>(result: CallResult<Output>): CallResult<Output> =>
  result.ok || result.told === undefined ? result : { ...result, sentence: sayTold(result.told) }
