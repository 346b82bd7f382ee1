// How the computer starts the program: then no window is opened when a store is set up and nothing has to be typed.

export const hiddenSwitch = '--hidden'
