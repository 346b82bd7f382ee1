// The system's dialog that asks where to save, which no test can see: answered by main in its place.

import type { StartedApp } from '../fixtures.ts'

/** Answers every such dialog from now on with this path; null: it is closed without an answer. */
export const saveTo = (app: StartedApp, path: string | null): Promise<void> =>
  app.electron.evaluate(({ dialog }, given) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: given === null, filePath: given ?? '' })
  }, path)
