// What the tests of the set-up found, in the window's language.

import type { TickCode, TickTold } from '../../../../contract/setup-tick.ts'
import { say, type MessageId } from '../../words/say.ts'

const ids: Readonly<Record<TickCode, MessageId>> = {
  'signed-in': 'tick.signedIn',
  'not-signed-in': 'tick.notSignedIn',
  'wrong-password': 'signIn.wrongPassword',
  'no-internet': 'signIn.noInternet',
  'server-down': 'signIn.serverDown',
  'not-petrosoft': 'signIn.notPetrosoft',
  'date-wrong': 'signIn.clockWrong',
  certificate: 'signIn.certificate',
  'location-known': 'tick.locationKnown',
  'location-unknown': 'tick.locationUnknown',
  'location-forbidden': 'tick.locationForbidden',
  'location-no-internet': 'tick.locationNoInternet',
  'location-no-answer': 'tick.locationNoAnswer',
  'location-after-sign-in': 'tick.locationAfterSignIn',
  'location-other-answer': 'tick.locationOtherAnswer',
  'folder-readable': 'tick.folderReadable',
  'folder-none': 'form.folderMissing',
  'folder-missing': 'tick.folderMissing',
  'folder-not-a-folder': 'folder.found.notAFolder',
  'folder-unreadable': 'folder.found.unreadable',
  'folder-not-answering': 'folder.found.notAnswering',
  'disk-free': 'tick.diskFree',
  'disk-low': 'tick.diskLow',
  'disk-unknown': 'tick.diskUnknown',
  'clock-right': 'tick.clockRight',
  'clock-ahead': 'tick.clockAhead',
  'clock-behind': 'tick.clockBehind',
  'clock-not-compared': 'tick.clockNotCompared',
}

export const tickWords = ({ code, values }: TickTold): string => say(ids[code], values)
