// "Show full": whether the text of the file that is open is shown with card numbers and personal data. Off until a person
// asks, which main writes down with who and when before it shows anything; off again when the person leaves the file.
// What was shown so is taken out of the window's memory then (reliability 4.6).

import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { fileKey } from '../../data/query-keys.ts'
import { useAnnounce } from '../../parts/live-region.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'

/** Last part of the key of everything that was read unmasked. */
export const inFull = 'in-full'

export interface ShowFull {
  readonly full: boolean
  readonly setFull: (wanted: boolean) => void
}

const ShowFullContext = createContext<ShowFull>({ full: false, setFull: () => undefined })

export const useShowFull = (): ShowFull => useContext(ShowFullContext)

const forget = (client: QueryClient): void =>
  client.removeQueries({ predicate: ({ queryKey }) => queryKey.at(-1) === inFull })

/** Give it the file's id as its key: another file begins masked. */
export const ShowFullProvider = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => {
  const bridge = useBridge()
  const client = useQueryClient()
  const notices = useNotices()
  const announce = useAnnounce()
  const [full, setShown] = useState(false)
  const shown = useRef(false)
  const left = useRef(false)

  const hide = useCallback((): void => {
    if (!shown.current) return
    shown.current = false
    // Main forgets it by itself too, when it is not asked any more.
    bridge.showInFull({ id, full: false }).catch(() => undefined)
    // What is on the screen is taken away first.
    queueMicrotask(() => forget(client))
  }, [bridge, client, id])

  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
      hide()
    }
  }, [hide])

  const setFull = useCallback(
    (wanted: boolean): void => {
      if (!wanted) {
        setShown(false)
        hide()
        return
      }
      bridge.showInFull({ id, full: true }).then(
        (allowed) => {
          if (!allowed) return notices.tell(say('viewer.showFull.refused'))
          shown.current = true
          if (left.current) return hide()
          setShown(true)
          announce(say('viewer.showFull.note'))
          void client.invalidateQueries({ queryKey: fileKey(id) })
        },
        (error: unknown) => notices.tell(sentenceOf(error)),
      )
    },
    [announce, bridge, client, hide, id, notices],
  )
  const value = useMemo(() => ({ full, setFull }), [full, setFull])
  return <ShowFullContext.Provider value={value}>{children}</ShowFullContext.Provider>
}
