// Whether Storebridge starts with the computer, as the computer itself tells it.

/**
 * `on`, `off`: as a person wants it. `off-by-system`: it is entered, but somebody switched it off in the system's own list
 * of programs that start (Task Manager on Windows, Login Items on macOS, the desktop's session settings on Linux), where
 * alone it is switched on again. `not-here`: this copy of the program never starts by itself (not installed, practice).
 */
export const autostartStates = ['on', 'off', 'off-by-system', 'not-here'] as const
export type AutostartState = (typeof autostartStates)[number]
