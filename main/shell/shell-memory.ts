// What the shell itself remembers over restarts: what it has told, and what it has entered once. A small file beside the
// preferences, written whole; one that is missing or damaged means that nothing was told yet.

import { z } from 'zod'
import { toastKinds } from '../../contract/toast-kinds.ts'
import { readSmallFile, writeSmallFile } from './small-file.ts'

const toldSchema = z.object({
  at: z.number(),
  count: z.number(),
  cleared: z.boolean(),
  remindAt: z.number().nullable(),
})

const memorySchema = z.object({
  /** True once a person was told that closing the window keeps sending. */
  toldOfBackground: z.boolean().default(false),
  /** True once this program entered itself among those that start with the computer: it never does so twice by itself. */
  enteredAutostart: z.boolean().default(false),
  told: z.partialRecord(z.enum(toastKinds), toldSchema).default({}),
})

export type ShellMemory = Readonly<z.infer<typeof memorySchema>>

export const emptyMemory: ShellMemory = memorySchema.parse({})

export const readShellMemory = async (path: string): Promise<ShellMemory> =>
  (await readSmallFile(path, memorySchema)) ?? emptyMemory

/** Rejects with the system's error; the file before stays then. */
export const writeShellMemory = (path: string, memory: ShellMemory): Promise<void> => writeSmallFile(path, memory)
