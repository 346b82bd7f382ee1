// The practice run in a terminal: the engine, the practice cloud and a folder of sample journals in a directory that is
// deleted afterwards. One line for each journal's way to its acknowledgement, then a summary. `npm start` shows it where
// there is no screen. Exit 0 when every journal ended where it should.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfiguration } from '../../contract/configuration.ts'
import type { FileSummary } from '../../contract/file-facts.ts'
import type { DocumentState } from '../../contract/vocabulary.ts'
import { practiceAccount, startPracticeCloud } from '../../sandbox/practice-cloud.ts'
import { freshSamples, type PracticeJournal } from '../../sandbox/practice-journals.ts'
import { putJournals } from '../../sandbox/put-journals.ts'
import { forkFolderHelper } from '../engine/collect/fork-helper.ts'
import { startEngine, type Engine } from '../engine/engine.ts'
import { eachFile } from '../engine/tell/file-list.ts'
import { plain, print } from './print.ts'

const giveUpAfterMs = 60_000
const timeZone = 'America/New_York'

const words: Partial<Record<DocumentState, string>> = {
  found: 'just found',
  stored: 'saved on this PC',
  waiting: 'waiting to be sent',
  sending: 'sending',
  accepted: 'accepted',
  'accepted-with-notes': 'accepted with notes',
  refused: 'REFUSED',
  held: 'held, not sent',
  'not-needed': 'nothing to send',
}

const endStates: ReadonlySet<DocumentState> = new Set([
  'accepted',
  'accepted-with-notes',
  'refused',
  'held',
  'not-needed',
])

const detailOf = (file: FileSummary): string => {
  const [detail] = file.details
  if (file.state === 'accepted') return `reference ${file.referenceId ?? '–'}`
  if (detail !== undefined)
    return `line ${detail.line ?? '–'}, position ${detail.position ?? '–'}: ${plain(detail.message)}`
  if (file.problem === 'growing') return 'its end is missing; looked at again until it is whole'
  return file.problem ?? ''
}

/** Prints each file whose state changed since the last call; returns the files. */
const createTeller = (engine: Engine): (() => FileSummary[]) => {
  const told = new Map<string, string>()
  return () => {
    const files = [...eachFile(engine.db, null)].reverse()
    for (const file of files) {
      const now = `${file.state} ${file.problem ?? ''}`
      if (told.get(file.name) === now) continue
      told.set(file.name, now)
      print(
        `${new Date().toISOString().slice(11, 19)}  ${plain(file.name).padEnd(42)} ${(words[file.state] ?? file.state).padEnd(20)} ${detailOf(file)}`,
      )
    }
    return files
  }
}

/** A journal that is cut off on purpose stays found: the register might still write the rest. */
const isWhereItShouldBe = (file: FileSummary | undefined, journal: PracticeJournal): boolean =>
  file?.state === journal.expected.state || (journal.expected.problem === 'cut-off' && file?.state === 'found')

const run = async (): Promise<number> => {
  const directory = mkdtempSync(join(tmpdir(), 'storebridge-practice-'))
  const folder = join(directory, 'register')
  mkdirSync(folder)
  const cloud = await startPracticeCloud()
  const parsed = parseConfiguration({
    store: { locationId: '33084', name: 'Practice store', timeZone },
    petrosoft: { baseUrl: cloud.url, email: practiceAccount.email, password: { env: 'UNUSED' } },
    folders: [{ path: folder }],
  })
  if (!parsed.ok) throw new Error('the practice configuration does not parse')
  print(`Practice: the register folder is ${folder}, the practice cloud is ${cloud.url}. Nothing leaves this computer.`)
  const engine = startEngine({
    dataDirectory: join(directory, 'data'),
    configuration: parsed.configuration,
    password: () => practiceAccount.password,
    openHelper: () => Promise.resolve(forkFolderHelper(join(__dirname, 'folder-helper.cjs'))),
    log: () => undefined,
  })
  try {
    const tell = createTeller(engine)
    const stopTelling = engine.onChanged(() => void tell())
    const journals = freshSamples(Date.now(), timeZone)
    await putJournals(folder, journals)
    const arrived = await waitUntil(engine, () => {
      const files = new Map(tell().map((file) => [file.name, file]))
      return journals.every((journal) => {
        const file = files.get(journal.name)
        return file !== undefined && (endStates.has(file.state) || (file.state === 'found' && file.problem !== null))
      })
    })
    stopTelling()
    const files = new Map(tell().map((file) => [file.name, file]))
    const wrong = journals.filter((journal) => !isWhereItShouldBe(files.get(journal.name), journal))
    print('')
    const counts = Object.entries(engine.status().counts).filter(([, n]) => n > 0)
    print(
      `${journals.length} journals: ${counts.map(([state, n]) => `${n} ${words[state as DocumentState] ?? state}`).join(', ')}.`,
    )
    for (const journal of wrong) print(`NOT AS EXPECTED: ${journal.name} should be ${journal.expected.state}.`)
    return arrived && wrong.length === 0 ? 0 : 1
  } finally {
    await engine.stop()
    await cloud.close()
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

const waitUntil = (engine: Engine, holds: () => boolean): Promise<boolean> =>
  new Promise((resolve) => {
    const deadline = setTimeout(() => end(false), giveUpAfterMs)
    const end = (held: boolean): void => {
      clearTimeout(deadline)
      unsubscribe()
      resolve(held)
    }
    const unsubscribe = engine.onChanged(() => {
      if (holds()) end(true)
    })
  })

run().then(
  (code) => {
    process.exitCode = code
  },
  (fault: unknown) => {
    console.error(fault)
    process.exitCode = 1
  },
)
