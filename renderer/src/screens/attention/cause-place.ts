// Where the files of a card, or of a line of what was handled, are: the file itself where it is one, else the list of
// files narrowed to exactly these (ux R2).

import { everyFile, type FileFilter } from '../../../../contract/ipc.ts'

/** All files of a cause, whatever their day. */
export const filterOfCause = (cause: string): FileFilter => ({ ...everyFile, cause })

export const placeOfCause = (key: string, count: number, first: { readonly id: string } | null | undefined): string =>
  count === 1 && first != null ? `/files/${first.id}` : `/files?days=all&cause=${key}`
