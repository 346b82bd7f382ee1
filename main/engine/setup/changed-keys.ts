// Which keys of a configuration differ from before: the names for the audit list, never the values. Pure.

import type { Configuration } from '../../../contract/configuration.ts'

const isPart = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const differing = (before: unknown, after: unknown, path: string): readonly string[] => {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (!isPart(before) || !isPart(after)) return [path]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differing(before[key], after[key], path === '' ? key : `${path}.${key}`),
  )
}

/** Dotted keys that differ, lists as a whole: "store.name", "folders". The place of the password is not looked at. */
export const changedKeys = (before: Configuration, after: Configuration): readonly string[] =>
  differing(before, after, '').filter((key) => !key.startsWith('petrosoft.password'))
