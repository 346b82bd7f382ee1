// The one picture of how the store stands, computed from what is true now and never from a list of past events: a
// problem goes away with its cause (ux 3.2, R4). Green is proven or not shown (design 2, promise 5). Pure.

import type {
  BreakerState,
  EngineState,
  EngineStatus,
  FolderStatus,
  Problem,
  ProblemCode,
  SignInState,
} from '../../../contract/engine-status.ts'
import type { DocumentState } from '../../../contract/vocabulary.ts'
import type { FolderCondition } from '../collect/folder-collector.ts'
import type { Pause } from '../decide/decision.ts'
import type { DiskCondition } from '../forget/disk-keeper.ts'
import type { RestoredFacts } from '../recover/lost-span.ts'
import type { BackupFacts } from '../storage/backup-keeper.ts'
import type { StorageTrouble } from '../storage/guarded-database.ts'
import type { ReportFacts } from '../report/connection-reporter.ts'
import type { RegisterCondition } from '../report/register-evidence.ts'
import type { Service } from '../send/service.ts'
import type { SignInStop } from '../send/sign-in.ts'
import { timestampFrom, timestampOrNull } from '../support/timestamp.ts'

const freshScanMs = 2 * 60_000
const waitingTooLongMs = 2 * 60_000
const clockOffMs = 5 * 60_000

/** Everything the status is made of. Times are this PC's, ms since 1970. */
export interface StatusFacts {
  readonly now: number
  readonly startedAt: number
  readonly counts: Readonly<Record<DocumentState, number>>
  readonly unclearAsking: number
  /** Since when the oldest document is in the state; only for states that have one. */
  readonly oldestSince: Readonly<Partial<Record<DocumentState, number>>>
  readonly oldestWaitingAt: number | null
  readonly lastAcceptedAt: number | null
  readonly lastReport: ReportFacts | null
  readonly reportsExpected: boolean
  readonly reportWordNotAccepted: { readonly word: string; readonly since: number } | null
  readonly register: RegisterCondition | null
  readonly registerSince: number
  readonly quietMinutes: number
  readonly signIn: SignInState
  readonly signInStop: SignInStop | null
  readonly service: Service
  /** What to add to an engine time to get this PC's time. */
  readonly wallOffset: number
  /** Whether the disk lets us collect. */
  readonly folders: readonly FolderCondition[]
  readonly pause: Pause | null
  /** This PC's clock minus the cloud's, ms; null before the first answer. */
  readonly clockOffMs: number | null
  readonly collectingBusy: boolean
  /** The disk of the data directory. */
  readonly disk: DiskCondition
  /** What became of a restore; absent where nothing was ever restored. */
  readonly restored?: RestoredFacts
  /** The database itself, and its copies. */
  readonly records?: { readonly trouble: StorageTrouble | null; readonly backup: BackupFacts }
}

const files = (n: number): string => (n === 1 ? '1 file' : `${n} files`)

/** Files that are on their way to the cloud without a person: not those that may have arrived and ask. */
const goingByThemselves = ({ counts, unclearAsking }: StatusFacts): number =>
  counts.waiting + counts.stored + counts.sending + counts.unclear - unclearAsking

interface Found extends Problem {
  /** True when a person must act; false when it mends itself. */
  readonly needsPerson: boolean
  /** True for a warning beside the picture: it says what may come and takes nothing from what is proven. */
  readonly isWarning?: boolean
}

const problem = (code: ProblemCode, since: number, count: number, needsPerson: boolean, sentence: string): Found => ({
  code,
  since: timestampFrom(since),
  count,
  sentence,
  needsPerson,
})

const folderSentences: Partial<Record<ProblemCode, (path: string) => string>> = {
  'folder-missing': (path) => `The sales folder is not there: ${path}. Collecting goes on by itself when it is back.`,
  'folder-unreadable': (path) =>
    `This PC does not let Storebridge read the sales folder ${path}. Give this user access to it.`,
  'folder-not-a-folder': (path) => `${path} is a file, not a folder. Choose the register's export folder in Settings.`,
  'folder-not-answering': (path) => `The sales folder does not answer: ${path}. Check the network and the PC it is on.`,
  storage: () =>
    "This PC cannot save new files. Free space on the disk; files stay in the register's folder until then.",
}

const serviceProblems = (facts: StatusFacts): Found[] => {
  const { service, wallOffset } = facts
  const waiting = goingByThemselves(facts)
  const safe =
    waiting === 0
      ? 'Nothing is waiting.'
      : `${files(waiting)} ${waiting === 1 ? 'is' : 'are'} saved here and will go by ${waiting === 1 ? 'itself' : 'themselves'}.`
  const found: Found[] = []
  const { road, trouble } = service
  if (trouble !== null) {
    const since = trouble.since + wallOffset
    if (trouble.fault === 'no-internet')
      found.push(problem('no-internet', since, waiting, false, `No internet. ${safe}`))
    else if (trouble.fault === 'certificate')
      found.push(
        problem(
          'certificate',
          since,
          waiting,
          true,
          `The secure connection to Petrosoft is not trusted. Check the date and time of this PC. ${safe}`,
        ),
      )
    else
      found.push(
        problem(
          'service-not-answering',
          since,
          waiting,
          false,
          `Petrosoft's service is not answering. We keep trying. ${safe}`,
        ),
      )
  }
  if (road.kind === 'stopped') {
    const since = road.since + wallOffset
    if (road.cause === 'forbidden')
      found.push(
        problem(
          'forbidden',
          since,
          waiting,
          true,
          `This Petrosoft account may not send sales. Ask Petrosoft to allow it. ${safe}`,
        ),
      )
    else if (road.cause === 'wrong-address')
      found.push(
        problem(
          'wrong-address',
          since,
          waiting,
          true,
          `This address does not answer like Petrosoft. Check the address in Settings. ${safe}`,
        ),
      )
    else
      found.push(
        problem(
          'not-understood',
          since,
          waiting,
          true,
          `Petrosoft answers in a way we do not understand. Call support. ${safe}`,
        ),
      )
  }
  if (road.kind === 'breaker' && road.cause === 'turned-down')
    found.push(
      problem(
        'refused-in-a-row',
        road.since + wallOffset,
        service.turnedDown.length,
        true,
        `Petrosoft turned down ${service.turnedDown.length} files in a row. Sending goes on slowly, one file at a time.`,
      ),
    )
  return found
}

const signInProblems = (facts: StatusFacts): Found[] => {
  const { signIn, signInStop, startedAt } = facts
  const waiting = goingByThemselves(facts)
  const safe =
    waiting === 0 ? '' : ` ${files(waiting)} ${waiting === 1 ? 'is' : 'are'} safe here and will go after you sign in.`
  if (signInStop !== null && signInStop.reason === 'refused')
    return [
      problem(
        'sign-in-refused',
        signInStop.since,
        waiting,
        true,
        `Petrosoft did not accept the e-mail or the password. Sign in again.${safe}`,
      ),
    ]
  if (signInStop !== null && signInStop.reason === 'wrong-address')
    return [
      problem(
        'wrong-address',
        signInStop.since,
        waiting,
        true,
        `The sign-in address does not answer like Petrosoft. Check the address in Settings.${safe}`,
      ),
    ]
  if (signInStop !== null)
    return [
      problem(
        'sign-in-no-token',
        signInStop.since,
        waiting,
        true,
        `Petrosoft answered the sign-in in a way we do not understand. Call support.${safe}`,
      ),
    ]
  if (signIn === 'no-password')
    return [problem('sign-in-needed', startedAt, waiting, true, `Sign in to Petrosoft.${safe}`)]
  return []
}

const fileProblems = (facts: StatusFacts): Found[] => {
  const { counts, now, oldestWaitingAt, oldestSince } = facts
  // What asks because of a restore is told with it.
  const unclearAsking = facts.unclearAsking - (facts.restored?.asking ?? 0)
  const found: Found[] = []
  if (counts.refused > 0)
    found.push(
      problem(
        'files-refused',
        oldestSince.refused ?? now,
        counts.refused,
        true,
        `${files(counts.refused)} ${counts.refused === 1 ? 'was' : 'were'} refused by Petrosoft.`,
      ),
    )
  if (counts.held > 0)
    found.push(
      problem(
        'files-held',
        oldestSince.held ?? now,
        counts.held,
        true,
        `${files(counts.held)} could not be sent and ${counts.held === 1 ? 'needs' : 'need'} a look.`,
      ),
    )
  if (unclearAsking > 0)
    found.push(
      problem(
        'files-unclear',
        oldestSince.unclear ?? now,
        unclearAsking,
        true,
        `We do not know whether ${files(unclearAsking)} arrived. Check before sending again.`,
      ),
    )
  if (oldestWaitingAt !== null && now - oldestWaitingAt > waitingTooLongMs) {
    // Where nothing is on its way, the one that waits is still in the folder and cannot be read yet.
    const waiting = Math.max(1, goingByThemselves(facts))
    found.push(
      problem(
        'waiting-too-long',
        oldestWaitingAt,
        waiting,
        false,
        `${files(waiting)} ${waiting === 1 ? 'has' : 'have'} been waiting for more than two minutes.`,
      ),
    )
  }
  return found
}

const folderProblems = (facts: StatusFacts): Found[] =>
  facts.folders.flatMap((folder): Found[] => {
    const { problem: trouble, path, lastScanAt } = folder
    // Told once, for all folders: diskProblems, recordsProblems.
    if (trouble?.code === 'disk-full') return []
    if (trouble?.code === 'storage' && (facts.records?.trouble ?? null) !== null) return []
    if (trouble !== null) {
      const sentence = folderSentences[trouble.code]?.(path) ?? `The sales folder cannot be read: ${path}.`
      return [problem(trouble.code, trouble.since, 1, true, sentence)]
    }
    const since = lastScanAt ?? facts.startedAt
    return facts.now - since > freshScanMs
      ? [
          problem(
            'scan-stale',
            since,
            1,
            false,
            `The sales folder ${path} has not been looked at for more than two minutes.`,
          ),
        ]
      : []
  })

/** Bytes as people count them: "1.8 GB", "430 MB". */
const roomWords = (bytes: number): string =>
  bytes >= 1_000_000_000 ? `${(bytes / 1_000_000_000).toFixed(1)} GB` : `${Math.round(bytes / 1_000_000)} MB`

const heldOpenTellAfterMs = 60_000

const diskProblems = ({ disk, folders, now }: StatusFacts): Found[] => {
  const found: Found[] = []
  const folderFull = folders.flatMap(({ problem: trouble }) => (trouble?.code === 'disk-full' ? [trouble.since] : []))
  if (disk.level === 'full' || folderFull.length > 0) {
    const left = folders.reduce((sum, { leftInFolder }) => sum + leftInFolder, 0)
    const wait =
      left === 0
        ? "New sales files stay in the register's folder until then; nothing is lost."
        : `${files(left)} ${left === 1 ? 'waits' : 'wait'} in the register's folder and will be taken by ${left === 1 ? 'itself' : 'themselves'} then.`
    const since = Math.min(disk.level === 'full' ? disk.since : now, ...folderFull)
    const sentence = `The disk of this PC is full: Storebridge cannot save new files. Free some space. ${wait} What is saved already is still sent.`
    found.push(problem('disk-full', since, left, true, sentence))
  } else if (disk.level !== 'enough') {
    const room = disk.freeBytes === null ? '' : ` (${roomWords(disk.freeBytes)} free)`
    const early = disk.level === 'short' ? ' Copies of accepted files are removed early to make room.' : ''
    const sentence = `The disk of this PC is almost full${room}. Free some space before new sales files cannot be saved.${early}`
    found.push({ ...problem('disk-low', disk.since, 1, true, sentence), isWarning: true })
  }
  const { logHold } = disk
  if (logHold !== null && now - logHold.since >= heldOpenTellAfterMs) {
    const sentence = `Another program has been reading Storebridge's records for ${spanWords((now - logHold.since) / 60_000)} without an end, and they grow meanwhile (${roomWords(logHold.bytes)}). Close that program.`
    found.push({ ...problem('records-held-open', logHold.since, 1, true, sentence), isWarning: true })
  }
  return found
}

const backupTooOldMs = 3 * 24 * 3600_000

const recordsProblems = ({ records, restored, now }: StatusFacts): Found[] => {
  const found: Found[] = []
  const trouble = records?.trouble ?? null
  if (trouble !== null) {
    const sentence =
      trouble.kind === 'lost'
        ? "Storebridge's records on this PC are damaged and are being restored."
        : "The disk of this PC does not let Storebridge read or write its records. It tries again by itself; the register's files are not touched. If this stays, have the disk checked."
    found.push(problem('storage', trouble.since, 1, true, sentence))
  }
  if (restored !== undefined && restored.newest !== null && restored.asking > 0) {
    const { at, backupAt } = restored.newest
    const from = backupAt === null ? 'begun anew' : `restored from the copy of ${timestampFrom(backupAt)}`
    const one = restored.asking === 1
    found.push(
      problem(
        'restored',
        at,
        restored.asking,
        true,
        `Storebridge's records on this PC were damaged and ${from}. ${files(restored.asking)} may have been sent already: look at ${one ? 'it' : 'them'} and decide. ${one ? 'It is' : 'They are'} not sent again by ${one ? 'itself' : 'themselves'}.`,
      ),
    )
  }
  const backup = records?.backup
  if (backup !== undefined && backup.failed !== null && now - backup.since > backupTooOldMs) {
    const last =
      backup.lastAt === null ? 'There is no safety copy' : `The last safety copy is of ${timestampFrom(backup.lastAt)}`
    const sentence = `${last} of Storebridge's records: ${backup.failed}.`
    found.push({ ...problem('backup-old', backup.since, 1, true, sentence), isWarning: true })
  }
  return found
}

/** 180 as "3 hours", 90 as "90 minutes". */
const spanWords = (minutes: number): string => {
  if (minutes >= 120) return `${Math.round(minutes / 60)} hours`
  const whole = Math.max(1, Math.round(minutes))
  return whole === 1 ? '1 minute' : `${whole} minutes`
}

const reportIsProven = ({ lastReport, reportsExpected, now }: StatusFacts): boolean =>
  !reportsExpected || (lastReport?.ok === true && now <= lastReport.freshUntil)

const reportProblems = (facts: StatusFacts): Found[] => {
  const { register, registerSince, lastReport, reportWordNotAccepted, quietMinutes } = facts
  const found: Found[] = []
  if (register !== null && !register.ok && register.why === 'quiet')
    found.push(
      problem(
        'no-sales-files',
        registerSince,
        1,
        true,
        `No sales files for more than ${spanWords(quietMinutes)} while the store is open. Is the register exporting?`,
      ),
    )
  if (register !== null && !register.ok && register.why === 'probe')
    found.push(
      problem('register-not-answering', registerSince, 1, true, 'The register does not answer on the network.'),
    )
  if (lastReport !== null && !lastReport.ok)
    found.push(problem('report-failing', lastReport.at, 1, false, 'The last connection report did not get through.'))
  else if (lastReport !== null && !reportIsProven(facts))
    found.push(problem('report-failing', lastReport.at, 1, false, 'No connection report has got through lately.'))
  if (reportWordNotAccepted !== null)
    found.push(
      problem(
        'report-state-not-accepted',
        reportWordNotAccepted.since,
        1,
        true,
        `Petrosoft does not know the word "${reportWordNotAccepted.word}" in connection reports; it is not used any more. Change it in Settings.`,
      ),
    )
  return found
}

const clockProblems = (facts: StatusFacts): Found[] => {
  const off = facts.clockOffMs
  if (off === null || Math.abs(off) <= clockOffMs) return []
  const minutes = Math.round(Math.abs(off) / 60_000)
  return [
    problem(
      'clock-wrong',
      facts.now,
      1,
      true,
      `The clock of this PC is ${off > 0 ? 'ahead' : 'behind'} by ${minutes} minutes. Set it right.`,
    ),
  ]
}

/** Worst first: what blocks everything, what needs a person, what mends itself. */
const allProblems = (facts: StatusFacts): Found[] => {
  const found = [
    ...signInProblems(facts),
    ...serviceProblems(facts),
    ...recordsProblems(facts),
    ...diskProblems(facts),
    ...folderProblems(facts),
    ...fileProblems(facts),
    ...clockProblems(facts),
    ...reportProblems(facts),
  ]
  const paused = facts.pause
  const pausedProblem =
    paused === null
      ? []
      : [
          problem(
            'paused',
            paused.since,
            facts.counts.waiting,
            false,
            `Sending is paused${paused.until === null ? '' : ` until ${timestampFrom(paused.until)}`}. ${files(facts.counts.waiting)} waiting.`,
          ),
        ]
  // Worst first; a warning comes behind what is so already.
  const rank = ({ needsPerson, isWarning }: Found): number => (isWarning === true ? 2 : needsPerson ? 0 : 1)
  return [...pausedProblem, ...found.toSorted((one, other) => rank(one) - rank(other))]
}

const engineState = (facts: StatusFacts, all: readonly Found[]): EngineState => {
  const problems = all.filter(({ isWarning }) => isWarning !== true)
  if (problems.some((each) => each.needsPerson)) return 'attention'
  if (facts.pause !== null) return 'paused'
  const scanned = facts.folders.every(({ lastScanAt, reachable }) => reachable && lastScanAt !== null)
  if (!scanned || facts.signIn === 'not-yet') return 'starting'
  const { counts } = facts
  const moving = counts.stored + counts.waiting + counts.sending + counts.unclear > 0 || facts.collectingBusy
  return problems.length === 0 && !moving && reportIsProven(facts) && facts.signIn === 'signed-in' ? 'good' : 'working'
}

const breakerOf = (service: Service): BreakerState => (service.road.kind === 'open' ? 'closed' : 'open')

const folderStatus = ({ path, reachable, lastScanAt, watcher }: FolderCondition): FolderStatus => ({
  path,
  reachable,
  lastScanAt: timestampOrNull(lastScanAt),
  watcher,
})

const bare = ({ code, since, count, sentence }: Found): Problem => ({ code, since, count, sentence })

/** `since` of the state is the caller's to keep: it is given the state of before. */
export const statusFrom = (facts: StatusFacts, before: { state: EngineState; since: number } | null): EngineStatus => {
  const problems = allProblems(facts)
  const state = engineState(facts, problems)
  const scans = facts.folders.flatMap(({ lastScanAt }) => lastScanAt ?? [])
  const { lastReport, pause } = facts
  return {
    state,
    since: timestampFrom(before?.state === state ? before.since : facts.now),
    counts: facts.counts,
    oldestWaitingAt: timestampOrNull(facts.oldestWaitingAt),
    lastScanAt: scans.length === 0 ? null : timestampFrom(Math.max(...scans)),
    lastAcceptedAt: timestampOrNull(facts.lastAcceptedAt),
    lastReport:
      lastReport === null ? null : { at: timestampFrom(lastReport.at), state: lastReport.state, ok: lastReport.ok },
    signIn: facts.signIn,
    breaker: breakerOf(facts.service),
    folders: facts.folders.map(folderStatus),
    problems: problems.map(bare),
    paused:
      pause === null
        ? null
        : { until: timestampOrNull(pause.until), since: timestampFrom(pause.since), who: pause.who },
  }
}
