// The computer's own message boxes, answered by a test: a person would have to click them.

import type { StartedApp } from '../fixtures.ts'

export interface Asked {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

/** From now on every message box is answered by the button of that name (else by its first), and kept. */
export const answerDialogs = (app: StartedApp, button: string): Promise<void> =>
  app.electron.evaluate(({ dialog }, wanted) => {
    const asked = (Reflect.get(globalThis, 'asked') as unknown[] | undefined) ?? []
    Reflect.set(globalThis, 'asked', asked)
    Reflect.set(dialog, 'showMessageBox', (...args: readonly unknown[]) => {
      const options = args.at(-1) as { message: string; detail?: string; buttons?: string[] }
      const buttons = options.buttons ?? []
      asked.push({ message: options.message, detail: options.detail ?? '', buttons })
      return Promise.resolve({ response: Math.max(0, buttons.indexOf(wanted)), checkboxChecked: false })
    })
  }, button)

/** What was asked since. */
export const askedDialogs = (app: StartedApp): Promise<readonly Asked[]> =>
  app.electron.evaluate(() => (Reflect.get(globalThis, 'asked') as Asked[] | undefined) ?? [])
