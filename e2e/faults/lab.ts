// What a row stands on in one round: a directory of its own, the program, a cloud with its own books, a seeded chance, and
// a list of everything that must be undone. Loopback and the row's own namespaces only; the lab never installs anything.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuiltProgram } from './built-program.ts'
import { startCloudProcess, type CloudOptions, type CloudProcess } from './cloud-process.ts'
import type { RowId } from './fault-row.ts'
import { startProgram, type ProgramOptions, type RunningProgram } from './running-program.ts'
import { Shop, type ShopOptions } from './shop.ts'
import { createUndoList } from './undo-list.ts'

export interface Lab {
  readonly id: RowId
  /** True in `--quick`: fewer files, shorter waits. */
  readonly quick: boolean
  readonly seed: number
  /** Numbers in [0, 1), the same for the same seed. */
  readonly random: () => number
  /** Fresh for the round; removed at its end. On a real disk, not in memory. */
  readonly directory: string
  readonly program: BuiltProgram
  /** Whatever is done to the machine is given here at once, with how it is undone; newest is undone first. */
  readonly onUndo: (what: string, undo: () => void | Promise<void>) => void
  /** A practice cloud of its own. */
  readonly startCloud: (options?: CloudOptions) => Promise<CloudProcess>
  /** A store with everything in place and nothing running. Without a cloud it gets one of its own. */
  readonly openShop: (options?: ShopOptions & { readonly cloud?: CloudProcess }) => Promise<Shop>
  /** Starts some other program for the round; it and all it starts are killed at the end. */
  readonly start: (command: readonly string[], options?: ProgramOptions) => RunningProgram
}

export interface LabOptions {
  readonly id: RowId
  readonly quick: boolean
  readonly seed: number
  readonly program: BuiltProgram
}

/** mulberry32: a round that failed is run again with its seed. */
const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Opens a lab. `close` undoes everything and answers one line for each thing that could not be undone. */
export const openLab = async (
  options: LabOptions,
): Promise<{ readonly lab: Lab; readonly close: () => Promise<readonly string[]> }> => {
  const undo = createUndoList()
  const directory = await mkdtemp(join(tmpdir(), `storebridge-${options.id.toLowerCase()}-`))
  undo.add(`the directory ${directory}`, () => rm(directory, { recursive: true, force: true, maxRetries: 5 }))
  let shops = 0
  const startCloud = async (cloudOptions: CloudOptions = {}): Promise<CloudProcess> => {
    const cloud = await startCloudProcess(options.program.entry, cloudOptions)
    undo.add('the practice cloud', async () => {
      cloud.process.signal('SIGCONT')
      await cloud.process.killAll()
    })
    return cloud
  }
  const lab: Lab = {
    ...options,
    random: seededRandom(options.seed),
    directory,
    onUndo: (what, action) => undo.add(what, action),
    startCloud,
    openShop: async ({ cloud, ...shopOptions } = {}) => {
      shops += 1
      const place = shops === 1 ? directory : join(directory, `shop-${shops}`)
      const shop = new Shop(place, options.program, cloud ?? (await startCloud()), undo, shopOptions)
      await shop.prepare()
      return shop
    },
    start: (command, programOptions) => {
      const program = startProgram(command, programOptions)
      undo.add(command.join(' '), async () => {
        await program.killAll()
      })
      return program
    },
  }
  return { lab, close: () => undo.undoAll() }
}
