// The bridge between the page and the main process: one named function for each call of the contract, and one to hear
// its events. Nothing of Electron itself is handed to the page, and nothing here decides anything: main checks who asks
// and what. Built into one file, because a sandboxed preload cannot load others.

import { contextBridge, ipcRenderer } from 'electron'
import { bridgeKey, callNames, eventNames, ipcPrefix } from '../contract/channel-names.ts'

type Listener = (payload: unknown) => void

const calls = Object.fromEntries(
  callNames.map((name) => [
    name,
    (input: unknown): Promise<unknown> => ipcRenderer.invoke(`${ipcPrefix}${name}`, input),
  ]),
)

/** Subscribes to an event of the contract; call the result to unsubscribe. Another name is never heard of. */
const on = (name: string, listener: Listener): (() => void) => {
  if (!eventNames.some((known) => known === name)) return () => undefined
  const channel = `${ipcPrefix}${name}`
  const hear = (_event: unknown, payload: unknown): void => listener(payload)
  ipcRenderer.on(channel, hear)
  return () => {
    ipcRenderer.removeListener(channel, hear)
  }
}

contextBridge.exposeInMainWorld(bridgeKey, { ...calls, on })
