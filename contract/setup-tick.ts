// What the tests of the set-up found, as a code with its values: main's process writes an English sentence for the log and
// for technicians, the window has words for each code.

export const tickCodes = [
  'signed-in',
  'not-signed-in',
  'wrong-password',
  'no-internet',
  'server-down',
  'not-petrosoft',
  'date-wrong',
  'certificate',
  'location-known',
  'location-unknown',
  'location-forbidden',
  'location-no-internet',
  'location-no-answer',
  'location-after-sign-in',
  'location-other-answer',
  'folder-readable',
  'folder-none',
  'folder-missing',
  'folder-not-a-folder',
  'folder-unreadable',
  'folder-not-answering',
  'disk-free',
  'disk-low',
  'disk-unknown',
  'clock-right',
  'clock-ahead',
  'clock-behind',
  'clock-not-compared',
] as const
export type TickCode = (typeof tickCodes)[number]

export interface TickTold {
  readonly code: TickCode
  /** A path, a number, an id: filled into the words. */
  readonly values?: Readonly<Record<string, string | number>>
}
