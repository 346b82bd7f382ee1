// A person's order about files, the same for one, for chosen ones and for all that a filter finds (ux 2.9): asks first
// where undo cannot help, gives the order to the engine, says in counts what came of it and what was left alone, and
// offers the way back. An order to send again waits in the engine, not here: closing the window changes nothing.

import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import type { ChosenFiles, OrderAction, OrderGiven } from '../../../contract/file-orders.ts'
import type { WhichFiles } from '../../../contract/ipc.ts'
import { sentenceOf, useBridge, type Bridge } from '../bridge.ts'
import { keys } from '../data/query-keys.ts'
import { formatCount } from '../format/quantity.ts'
import { formatDay } from '../format/store-time.ts'
import { useNotices, type Notices } from '../parts/notices.tsx'
import { say } from '../words/say.ts'
import { doneWords, leftWords, soonWords, type Subject } from './order-words.ts'
import { IgnoreDialog } from './reason-dialogs.tsx'

export interface FilesToDecide extends Subject {
  readonly which: WhichFiles
}

/** One file by its id and name. */
export const oneFile = ({ id, name }: { readonly id: string; readonly name: string }): FilesToDecide => ({
  which: { ids: [id] },
  count: 1,
  name,
})

export const severalFiles = (ids: readonly string[]): FilesToDecide => ({ which: { ids }, count: ids.length })

export interface Decide {
  /** `warnedReason`: the person was warned that sales may be counted twice, and said why it is sent all the same. */
  readonly resend: (files: FilesToDecide, warnedReason?: string) => void
  readonly setAside: (files: FilesToDecide) => void
  /** Asks first for more than twenty files, and where a refusal is open. */
  readonly ignore: (files: FilesToDecide) => void
  readonly putBack: (files: FilesToDecide) => void
}

/** More files than this are ignored only after a question (ux 2.9). */
const IGNORED_UNASKED = 20
/** An order about more files than this takes long enough to be told of at once. */
const MANY = 2000
const ASK_EVERY_MS = 250
const ASK_AT_MOST = 240

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What became of an order whose time is up; null when nobody could tell. */
const whenCarriedOut = async (bridge: Bridge, order: string) => {
  for (let asked = 0; asked < ASK_AT_MOST; asked += 1) {
    const facts = await bridge.getOrder({ order })
    if (facts === null) return null
    if (facts.state !== 'waiting' && facts.state !== 'under-way') return facts
    await pause(ASK_EVERY_MS)
  }
  return null
}

/** "Fri 20 Nov, Sat 21 Nov and 3 more days" */
export const daysInWords = ({ days, dayCount }: Pick<ChosenFiles, 'days' | 'dayCount'>): string => {
  const named = days.map((day) => formatDay(day, days.length === 1 ? 'long' : 'short')).join(', ')
  return dayCount > days.length ? say('ignore.daysMore', { days: named, n: dayCount - days.length }) : named
}

const DecideContext = createContext<Decide | null>(null)

export const useDecide = (): Decide => {
  const decide = useContext(DecideContext)
  if (decide === null) throw new Error('useDecide needs a DecisionsProvider above it')
  return decide
}

interface Question {
  readonly files: FilesToDecide
  readonly days: string
}

/** Gives orders; `changed` is called whenever files may stand elsewhere. */
const useOrders = (bridge: Bridge, notices: Notices, changed: () => void) => {
  const give = useCallback(
    async (action: OrderAction, files: FilesToDecide, reason: string | null, again: boolean) => {
      if (files.count > MANY) notices.tell(say('decided.working', { n: files.count, count: formatCount(files.count) }))
      try {
        return await bridge.giveOrder({ action, which: files.which, reason, again })
      } catch (error) {
        notices.tell(sentenceOf(error))
        return null
      } finally {
        changed()
      }
    },
    [bridge, changed, notices],
  )

  const takeBack = useCallback(
    (order: string, words: (files: number) => string): void => {
      bridge
        .takeBackOrder({ order })
        .then(
          ({ taken, files }) => notices.tell(taken ? words(files) : say('decided.tooLate')),
          (error: unknown) => notices.tell(sentenceOf(error)),
        )
        .finally(changed)
    },
    [bridge, changed, notices],
  )

  /** Says what was done at once, with the way back. */
  const tellDone = useCallback(
    (action: OrderAction, files: FilesToDecide, given: OrderGiven): void => {
      const left = leftWords(given.left, files)
      if (given.files === 0) return notices.tell(left === '' ? say('decided.nothingDone') : left)
      const words = [doneWords(action, { ...files, count: given.files }), left].filter((part) => part !== '').join(' ')
      if (action === 'put-back') return notices.tell(words)
      notices.tellUndoable(words, () =>
        takeBack(given.order, (n) =>
          files.name === undefined
            ? say('decided.asBefore', { n, count: formatCount(n) })
            : say('decided.putBack', { name: files.name }),
        ),
      )
    },
    [notices, takeBack],
  )

  const tellCarriedOut = useCallback(
    async (order: string, files: FilesToDecide): Promise<void> => {
      try {
        const facts = await whenCarriedOut(bridge, order)
        if (facts === null) return
        const left = leftWords(facts.notApplied > 0 ? { changed: facts.notApplied } : {}, files)
        const done = facts.applied > 0 ? doneWords('resend', { ...files, count: facts.applied }) : ''
        const words = [done, left].filter((part) => part !== '').join(' ')
        if (words !== '') notices.tell(words)
      } catch (error) {
        notices.tell(sentenceOf(error))
      }
      changed()
    },
    [bridge, changed, notices],
  )

  /** Says what will be sent again, with the way back while there is one. */
  const tellOrdered = useCallback(
    (files: FilesToDecide, given: OrderGiven): void => {
      const left = leftWords(given.left, files)
      if (given.dueAt === null) return notices.tell(left === '' ? say('decided.manyUndone') : left)
      const { order } = given
      notices.announceOrder(
        [soonWords({ ...files, count: given.files }), left].filter((part) => part !== '').join(' '),
        () =>
          takeBack(order, () =>
            files.name === undefined ? say('decided.manyUndone') : say('decided.resendUndone', { name: files.name }),
          ),
        {
          hold: (leftMs) =>
            bridge.holdOrder({ order, leftMs: Math.round(leftMs) }).then(
              (held) => held !== null,
              // Asked again in a second; the order itself is safe in the engine.
              () => true,
            ),
          over: () => void tellCarriedOut(order, files),
        },
      )
    },
    [bridge, notices, takeBack, tellCarriedOut],
  )
  return { give, tellDone, tellOrdered }
}

export const DecisionsProvider = ({ children }: { readonly children: ReactNode }) => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const [question, setQuestion] = useState<Question | null>(null)

  const changed = useCallback((): void => {
    for (const queryKey of [keys.files, keys.newestFiles, keys.today, keys.attention, keys.snapshot])
      void client.invalidateQueries({ queryKey })
  }, [client])
  const { give, tellDone, tellOrdered } = useOrders(bridge, notices, changed)

  const doAtOnce = useCallback(
    (action: OrderAction, files: FilesToDecide, reason: string | null = null): void => {
      void give(action, files, reason, false).then((given) => given !== null && tellDone(action, files, given))
    },
    [give, tellDone],
  )

  const decide = useMemo(
    (): Decide => ({
      resend: (files, warnedReason) => {
        void give('resend', files, warnedReason ?? null, warnedReason !== undefined).then(
          (given) => given !== null && tellOrdered(files, given),
        )
      },
      setAside: (files) => doAtOnce('set-aside', files),
      ignore: (files) => {
        bridge.tellChosen({ which: files.which }).then(
          (chosen) => {
            if (chosen.files <= IGNORED_UNASKED && chosen.open === 0) doAtOnce('ignore', files)
            else setQuestion({ files: { ...files, count: chosen.files }, days: daysInWords(chosen) })
          },
          (error: unknown) => notices.tell(sentenceOf(error)),
        )
      },
      putBack: (files) => doAtOnce('put-back', files),
    }),
    [bridge, doAtOnce, give, notices, tellOrdered],
  )

  return (
    <DecideContext.Provider value={decide}>
      {children}
      {question !== null && (
        <IgnoreDialog
          days={question.days}
          count={question.files.name === undefined ? question.files.count : null}
          onClose={() => setQuestion(null)}
          onConfirm={(reason) => {
            setQuestion(null)
            doAtOnce('ignore', question.files, reason === '' ? null : reason)
          }}
        />
      )}
    </DecideContext.Provider>
  )
}
