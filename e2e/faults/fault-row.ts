// What a row of the fault matrix is: a fault that is really done to the real program, and the laws that must hold while it
// lasts and afterwards. A row breaks things only through its lab, which undoes everything. A row that throws has failed.

import type { Lab } from './lab.ts'
import type { Need } from './need.ts'

export type RowId = `F${number}`

/** What one round found. Numbers count journals of the register. */
export interface RoundResult {
  /** Journals that are in no row, or of which the cloud has nothing although we say it has. */
  readonly lost: number
  /** Copies in the cloud's books that no row of ours tells of. */
  readonly duplicated: number
  /** Copies in the cloud's books that our rows do tell of ("may have arrived"): allowed, and worth a figure. */
  readonly toldCopies: number
  /** Whether the program showed the fault while it lasted; null where the fault is one nobody can notice (a killed process). */
  readonly visible: boolean | null
  /** From the end of the fault to the last verdict, ms; null where nothing was left to do. */
  readonly recoveredMs: number | null
  /** Every other law that was broken, a sentence each. */
  readonly violations: readonly string[]
  /** Measured figures and remarks for the matrix. */
  readonly notes: readonly string[]
}

export interface FaultRow {
  /** As numbered in the fault matrix: "F6". */
  readonly id: RowId
  /** The fault, in a few words. */
  readonly fault: string
  /** How it is done, as a command or in words. */
  readonly injection: string
  /** What the program must do, in one sentence. */
  readonly must: string
  /** What this machine must have; where one is missing the row is skipped and the reason told. */
  readonly needs: readonly Need[]
  /** How many rounds make a full run. `run` may end the rounds earlier by answering null. */
  readonly rounds: number
  /** Rounds in `--quick`; absent where the row is too slow, or needs rights a plain test run does not have. */
  readonly quickRounds?: number
  /**
   * Namespaces of its own for the whole row (the row then runs in a process of its own, as root): `mounts` = what it mounts
   * is seen by nobody else and goes with the process; `network` = only a loopback of its own, so that firewall rules and
   * traffic control touch nothing else.
   */
  readonly isolation?: readonly ('mounts' | 'network')[]
  /**
   * True where the fault is one that nobody can survive (a disk that lies): the row proves that the harness sees a loss.
   * It holds when at least one round loses something.
   */
  readonly mustBeCaught?: boolean
  /** How long one round may take at most, ms; 15 minutes unless told otherwise. */
  readonly roundLimitMs?: number
  /** One round, from 1 on. Null: there was nothing left to do to the program (F2, past the last call). */
  readonly run: (lab: Lab, round: number) => Promise<RoundResult | null>
}
