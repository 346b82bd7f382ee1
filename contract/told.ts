// What the engine's process tells a person by a fixed sentence: the code under which main has words for it in each
// language, beside the English sentence for the log and the command line.

export const toldCodes = [
  'starting',
  'not-set-up',
  'failed',
  'other-storebridge',
  'settings-unreadable',
  'newer-records',
  'damaged-records',
  'foreign-records',
  'records-not-opened',
  'folder-not-used',
  'file-not-offered',
] as const
export type ToldCode = (typeof toldCodes)[number]

export interface Told {
  readonly code: ToldCode
  /** For the technician, as the system wrote it: a path, a fault. '' where there is none. */
  readonly detail: string
}
