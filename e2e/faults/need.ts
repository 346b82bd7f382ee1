// What a row needs of the machine, and the sentence that says what is missing. The harness never installs anything; it
// names the command that would.

import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Answers why a row cannot run here, or null when it can. */
export type Need = () => string | null

const places = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The full path of a program, or null. Looks where root's tools are, too. */
export const programPath = (name: string): string | null =>
  places.map((place) => join(place, name)).find(isExecutable) ?? null

/** Debian's package is named in the reason. */
export const tool =
  (name: string, debianPackage: string): Need =>
  () =>
    programPath(name) === null ? `${name} is missing: apt-get install ${debianPackage}` : null

/** A file that must be there, such as a library to preload. */
export const file =
  (path: string, debianPackage: string): Need =>
  () =>
    existsSync(path) ? null : `${path} is missing: apt-get install ${debianPackage}`

export const linux: Need = () => (process.platform === 'linux' ? null : 'only on Linux')

export const root: Need = () => (process.getuid?.() === 0 ? null : 'not root')

export const loopDevices: Need = () =>
  existsSync('/dev/loop-control') ? null : 'this machine has no loop devices (/dev/loop-control)'

export const fuse: Need = () => (existsSync('/dev/fuse') ? null : 'this machine has no FUSE (/dev/fuse)')

/** A row that cannot run in this version of the program, whatever the machine has. */
export const never =
  (reason: string): Need =>
  () =>
    reason
