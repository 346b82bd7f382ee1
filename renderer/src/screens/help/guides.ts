// The guides of the Help screen: what a store asks first, each as steps in plain words. Facts only; nothing here asks
// main, so that help is there also when nothing else works.

import type { MessageId } from '../../words/say.ts'

export const guideNames = ['export', 'folder', 'refused', 'signIn', 'tray'] as const
/** What a link to a guide says: "/help?guide=folder". */
export type GuideName = (typeof guideNames)[number]

export interface Guide {
  readonly name: GuideName
  readonly title: MessageId
  readonly steps: readonly MessageId[]
}

export const guides: readonly Guide[] = [
  {
    name: 'export',
    title: 'help.export.title',
    steps: ['help.export.1', 'help.export.2', 'help.export.3', 'help.export.4'],
  },
  {
    name: 'folder',
    title: 'help.folder.title',
    steps: ['help.folder.1', 'help.folder.2', 'help.folder.3', 'help.folder.4'],
  },
  {
    name: 'refused',
    title: 'help.refused.title',
    steps: ['help.refused.1', 'help.refused.2', 'help.refused.3', 'help.refused.4'],
  },
  {
    name: 'signIn',
    title: 'help.signIn.title',
    steps: ['help.signIn.1', 'help.signIn.2', 'help.signIn.3'],
  },
  {
    name: 'tray',
    title: 'help.tray.title',
    steps: ['help.tray.1', 'help.tray.2', 'help.tray.3'],
  },
]

export interface ShortcutRow {
  readonly keys: string
  readonly does: MessageId
}

/** The keys of shell/shortcuts.ts and of the screens, in the order of ux 2.14. */
export const shortcutRows: readonly ShortcutRow[] = [
  { keys: 'Ctrl+1 – Ctrl+5', does: 'help.keys.screens' },
  { keys: 'F1', does: 'help.keys.help' },
  { keys: 'Ctrl+,', does: 'help.keys.settings' },
  { keys: 'F5', does: 'help.keys.check' },
  { keys: 'Ctrl+F', does: 'help.keys.find' },
  { keys: 'Enter', does: 'help.keys.open' },
  { keys: 'Backspace, Esc', does: 'help.keys.back' },
  { keys: '↑ ↓ Home End PgUp PgDn', does: 'help.keys.rows' },
  { keys: 'F6, Shift+F6', does: 'help.keys.regions' },
  { keys: 'F8, Shift+F8', does: 'help.keys.messages' },
  { keys: 'Ctrl+G', does: 'help.keys.line' },
  { keys: 'Ctrl+P, Ctrl+E', does: 'help.keys.export' },
  { keys: 'Ctrl+Z', does: 'help.keys.undo' },
  { keys: 'Ctrl + / − / 0', does: 'help.keys.zoom' },
]
