// Looks into a folder a person chose, before it is watched: is it there, how many sales files, how old, of which store
// (ux 2.2, step 5). By a folder helper of its own and with limits, because the folder may lie on a share that hangs.

import type { FileLook, HelperChannel } from '../../../contract/folder-port.ts'
import type { FolderInspection, FolderSale } from '../../../contract/ipc.ts'
import type { TrialFile } from '../../../contract/trial-file.ts'
import { createFolderClient, FolderFault, type FolderClient } from '../collect/folder-client.ts'
import { DecimalSum } from '../judge/decimal-sum.ts'
import { judge } from '../judge/judge.ts'
import type { Judgement } from '../judge/judgement.ts'
import { revenuesOf } from '../judge/revenue.ts'
import type { Clock } from '../support/clock.ts'
import { faultText } from '../support/log.ts'
import { timestampFrom } from '../support/timestamp.ts'

const newestRead = 20
const largestRead = 8 * 1024 * 1024
const statBatch = 500

export type OpenHelper = (folder: string) => Promise<HelperChannel>

export interface InspectionLimits {
  /** For the folder to show its names. */
  readonly listMs: number
  /** For everything together; what is not known by then is left out. */
  readonly wholeMs: number
}
const usualLimits: InspectionLimits = { listMs: 10_000, wholeMs: 25_000 }

const faultKinds: Readonly<Record<string, 'missing' | 'unreadable' | 'not-a-folder'>> = {
  ENOENT: 'missing',
  ENOTDIR: 'not-a-folder',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
}

const modifiedMs = ({ mtimeNs }: FileLook): number => Number(BigInt(mtimeNs) / 1_000_000n)

const isJournal = ({ root, wellFormed }: Judgement, bytes: Uint8Array): boolean =>
  wellFormed
    ? root === 'NAXML-POSJournal'
    : // A journal that is cut off or broken is still one; its first bytes say so in each encoding.
      Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096))
        .toString('latin1')
        .replaceAll('\0', '')
        .includes('NAXML-POSJournal')

interface Looked {
  readonly looks: readonly FileLook[]
  readonly share: boolean
  readonly count: number
}

const lookAt = async (client: FolderClient, left: () => number, limits: InspectionLimits): Promise<Looked> => {
  const listing = await client.ask(
    { kind: 'list', include: ['*.xml'], recursive: false, unlessMtimeNs: null },
    Math.min(limits.listMs, Math.max(1, left())),
  )
  const paths = listing.paths ?? []
  const looks: FileLook[] = []
  for (let i = 0; i < paths.length && left() > 0; i += statBatch) {
    const batch = await client.ask({ kind: 'stat', paths: paths.slice(i, i + statBatch) }, Math.max(1, left()))
    looks.push(...batch.looks.filter(({ fault }) => fault === null))
  }
  return { looks, share: listing.share, count: paths.length }
}

interface NewestRead {
  readonly notJournals: number
  readonly storeLocationIds: readonly string[]
  readonly lastSale: FolderSale | null
}

const nothingRead: NewestRead = { notJournals: 0, storeLocationIds: [], lastSale: null }

const momentOf = ({ date, time }: FolderSale): string => `${date ?? ''}T${time ?? ''}`

/** The last sale of a journal by the register's own clock; null when there is none in it. */
const lastSaleOf = (file: string, { events, storeLocationId }: Judgement): FolderSale | null =>
  revenuesOf(events).reduce<FolderSale | null>((last, { kind, amount }, index) => {
    const event = events[index]
    if (kind !== 'sale' || event === undefined) return last
    const date = event.endDate ?? event.startDate ?? event.businessDate
    const sale = { file, date, time: event.endTime ?? event.startTime, amount, storeLocationId }
    return last === null || momentOf(sale) >= momentOf(last) ? sale : last
  }, null)

const newestOf = (looks: readonly FileLook[]): readonly FileLook[] =>
  looks.toSorted((a, b) => modifiedMs(b) - modifiedMs(a)).slice(0, newestRead)

/** What the folder's newest files are; reading stops where the time ends, with what is known then. */
const readNewest = async (
  client: FolderClient,
  looks: readonly FileLook[],
  left: () => number,
): Promise<NewestRead> => {
  const newest = newestOf(looks)
  const ids = new Set<string>()
  let notJournals = 0
  let lastSale: FolderSale | null = null
  for (const { path, size } of newest) {
    if (size === 0 || size > largestRead || left() <= 0) continue
    const { bytes } = await client.ask({ kind: 'read', path, size }, Math.max(1, left()))
    if (bytes === null) continue
    const judgement = await judge(bytes, { maxBytes: largestRead })
    if (!isJournal(judgement, bytes)) notJournals += 1
    if (judgement.storeLocationId !== null) ids.add(judgement.storeLocationId)
    const sale = lastSaleOf(path, judgement)
    if (sale !== null && (lastSale === null || momentOf(sale) > momentOf(lastSale))) lastSale = sale
  }
  return { notJournals, storeLocationIds: [...ids].sort(), lastSale }
}

/** A name that a pattern of `include` means as it is. */
const isPlainName = (name: string): boolean => !/[*?]/.test(name)

/** What of a journal the set-up tells before it is sent; null when there is no sale in it. */
const saleFileOf = ({ path, size }: FileLook, { events }: Judgement): TrialFile | null => {
  const revenues = revenuesOf(events)
  const sales = revenues.filter(({ kind }) => kind === 'sale').length
  if (sales === 0) return null
  const days = events.flatMap(({ businessDate }) => (businessDate === null ? [] : [businessDate])).toSorted()
  const sum = new DecimalSum()
  const amounts = revenues.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  for (const amount of amounts) sum.add(amount)
  return { name: path, size, salesDay: days[0] ?? null, sales, amount: amounts.length === 0 ? null : sum.text }
}

/** The newest whole journal with sales among the newest twenty files that `isKnown` does not know; null for none. Never rejects. */
export const findSaleFile = async (
  path: string,
  openHelper: OpenHelper,
  clock: Clock,
  isKnown: (bytes: Uint8Array) => boolean,
  limits: InspectionLimits = usualLimits,
): Promise<TrialFile | null> => {
  const endsAt = clock.monotonic() + limits.wholeMs
  const left = (): number => endsAt - clock.monotonic()
  let client: FolderClient | null = null
  try {
    client = createFolderClient(await openHelper(path), path, clock)
    const { looks } = await lookAt(client, left, limits)
    for (const look of newestOf(looks)) {
      if (look.size === 0 || look.size > largestRead || !isPlainName(look.path) || left() <= 0) continue
      const { bytes } = await client.ask({ kind: 'read', path: look.path, size: look.size }, Math.max(1, left()))
      if (bytes === null || isKnown(bytes)) continue
      const judgement = await judge(bytes, { maxBytes: largestRead })
      const file = judgement.wellFormed && isJournal(judgement, bytes) ? saleFileOf(look, judgement) : null
      if (file !== null) return file
    }
    return null
  } catch {
    // What stands in the way is told by the test of the folder itself.
    return null
  } finally {
    client?.close()
  }
}

/** Looks into `path`. Never rejects: what goes wrong is one of the kinds. */
export const inspectFolder = async (
  path: string,
  openHelper: OpenHelper,
  clock: Clock,
  limits: InspectionLimits = usualLimits,
): Promise<FolderInspection> => {
  const endsAt = clock.monotonic() + limits.wholeMs
  const left = (): number => endsAt - clock.monotonic()
  let client: FolderClient | null = null
  try {
    client = createFolderClient(await openHelper(path), path, clock)
    const { looks, share, count } = await lookAt(client, left, limits)
    const times = looks.map(modifiedMs)
    // A helper that hangs over one file takes nothing of what the listing told already.
    const read = await readNewest(client, looks, left).catch(() => nothingRead)
    const edge = (pick: (one: number, other: number) => number): string | null =>
      times.length === 0 ? null : timestampFrom(times.reduce((one, other) => pick(one, other)))
    return {
      kind: 'ok',
      files: count,
      newestAt: edge(Math.max),
      oldestAt: edge(Math.min),
      ...read,
      networkDrive: share || path.startsWith('\\\\'),
    }
  } catch (fault) {
    if (!(fault instanceof FolderFault)) return { kind: 'not-answering', detail: faultText(fault) }
    return { kind: faultKinds[fault.code] ?? 'not-answering', detail: faultText(fault) }
  } finally {
    client?.close()
  }
}
