// Carries out a person's decision about a file: asks main, says what came of it, offers the way back (ux 2.9). Sending
// again waits eight seconds in which it can be undone; everything else happens at once and can be put back.

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { decisionActions, FileDetail } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { fileKey, keys } from '../../data/query-keys.ts'
import { useNotices } from '../../parts/notices.tsx'
import { useAskForPin } from '../../shell/pin-door.tsx'
import { say } from '../../words/say.ts'

type Action = (typeof decisionActions)[number]

export interface Decide {
  readonly resend: (reason: string | null) => void
  readonly setAside: () => void
  readonly ignore: (reason: string | null) => void
  readonly putBack: () => void
}

export const useDecide = (file: Pick<FileDetail, 'id' | 'name'>): Decide => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const askForPin = useAskForPin()
  const { id, name } = file

  /** True when main applied it; otherwise the person is told. */
  const decide = useCallback(
    async (action: Action, reason: string | null, again: boolean): Promise<boolean> => {
      let applied = false
      try {
        const [result] = await bridge.decide({ action, ids: [id], reason, again })
        applied = result?.applied ?? false
        // Main's sentence is English and for the command line; the history keeps it.
        if (!applied) notices.tell(say('decided.notDone', { name }))
      } catch (error) {
        notices.tell(sentenceOf(error))
      }
      for (const queryKey of [fileKey(id), keys.today, keys.snapshot]) void client.invalidateQueries({ queryKey })
      return applied
    },
    [bridge, client, id, name, notices],
  )

  const putBack = useCallback((): void => {
    void decide('put-back', null, false).then((applied) => applied && notices.tell(say('decided.putBack', { name })))
  }, [decide, name, notices])

  const undoable = useCallback(
    (action: 'set-aside' | 'ignore', reason: string | null): void => {
      void decide(action, reason, false).then((applied) => {
        if (applied)
          notices.tellUndoable(say(action === 'ignore' ? 'decided.ignored' : 'decided.setAside', { name }), putBack)
      })
    },
    [decide, name, notices, putBack],
  )

  const resend = useCallback(
    async (reason: string | null): Promise<void> => {
      // Typed now: nobody sits here any more when the eight seconds are over.
      if (reason !== null && !(await askForPin('again'))) return
      notices.announceOrder(
        say('decided.resendSoon', { name }),
        () => {
          void decide('resend', reason, reason !== null).then(
            (applied) => applied && notices.tell(say('decided.resent', { name })),
          )
        },
        say('decided.resendUndone', { name }),
      )
    },
    [askForPin, decide, name, notices],
  )

  return {
    resend: (reason) => void resend(reason),
    setAside: () => undoable('set-aside', null),
    ignore: (reason) => undoable('ignore', reason),
    putBack,
  }
}
