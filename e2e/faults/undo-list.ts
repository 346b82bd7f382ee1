// What was done to the machine and how it is undone, newest first. Every entry is tried, whatever the others say, so that
// one mount that is still busy does not leave the rest behind; what could not be undone is told.

export interface UndoList {
  /** `what` names it in the list of what could not be undone. */
  add(what: string, undo: () => void | Promise<void>): void
  /** Undoes everything once; answers one line for each that failed. */
  undoAll(): Promise<readonly string[]>
}

interface Entry {
  readonly what: string
  readonly undo: () => void | Promise<void>
}

export const createUndoList = (): UndoList => {
  const entries: Entry[] = []
  return {
    add: (what, undo) => {
      entries.push({ what, undo })
    },
    undoAll: async () => {
      const failed: string[] = []
      for (;;) {
        const entry = entries.pop()
        if (entry === undefined) return failed
        try {
          await entry.undo()
        } catch (fault) {
          failed.push(`${entry.what}: ${fault instanceof Error ? fault.message : String(fault)}`)
        }
      }
    },
  }
}
