// What a person can ask for from anywhere in the window: check the folders, try to send, resume, sign in. One place
// that asks main, says what happened, and knows where the button of each problem leads.

import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { sentenceOf, useBridge } from '../bridge.ts'
import { keys } from '../data/query-keys.ts'
import { useAnnounce } from '../parts/live-region.tsx'
import { useNotices } from '../parts/notices.tsx'
import { SignInDialog } from '../parts/sign-in-dialog.tsx'
import { say, type MessageId } from '../words/say.ts'
import type { ProblemAction } from '../words/problems.ts'
import { goTo } from './hash-location.ts'

export interface Commands {
  readonly checkNow: () => void
  readonly checking: boolean
  readonly tryNow: () => void
  readonly trying: boolean
  readonly resume: () => void
  readonly signIn: () => void
  readonly act: (action: ProblemAction) => void
}

const CommandsContext = createContext<Commands | null>(null)

export const useCommands = (): Commands => {
  const commands = useContext(CommandsContext)
  if (commands === null) throw new Error('useCommands needs a CommandsProvider above it')
  return commands
}

/** Every file of one group, whatever its day: a problem may be older than the list's usual fourteen days. */
export const filesOfGroup = (group: string): string => `/files?group=${group}&days=all`

export const CommandsProvider = ({ children }: { readonly children: ReactNode }) => {
  const bridge = useBridge()
  const client = useQueryClient()
  const announce = useAnnounce()
  const notices = useNotices()
  const [checking, setChecking] = useState(false)
  const [trying, setTrying] = useState(false)
  const [signingIn, setSigningIn] = useState(false)

  const ask = useCallback(
    async (work: () => Promise<void>, done: MessageId): Promise<void> => {
      try {
        await work()
        announce(say(done))
      } catch (error) {
        notices.tell(sentenceOf(error))
      }
      for (const queryKey of [keys.snapshot, keys.today, keys.connection]) void client.invalidateQueries({ queryKey })
    },
    [announce, client, notices],
  )

  const checkNow = useCallback(() => {
    setChecking(true)
    void ask(() => bridge.checkNow(undefined), 'action.checkNow.done').finally(() => setChecking(false))
  }, [ask, bridge])

  const tryNow = useCallback(() => {
    setTrying(true)
    void ask(() => bridge.tryNow(undefined), 'action.tryNow.done').finally(() => setTrying(false))
  }, [ask, bridge])

  const resume = useCallback(() => void ask(() => bridge.resume(undefined), 'action.resume.done'), [ask, bridge])
  const signIn = useCallback(() => setSigningIn(true), [])

  const act = useCallback(
    (action: ProblemAction) => {
      switch (action.kind) {
        case 'files':
          return goTo(filesOfGroup(action.group))
        case 'sign-in':
          return signIn()
        case 'connection':
          return goTo('/connection')
        case 'settings':
          return goTo('/settings')
        case 'try-now':
          return tryNow()
        case 'check-now':
          return checkNow()
        case 'resume':
          return resume()
      }
    },
    [checkNow, resume, signIn, tryNow],
  )

  const commands = useMemo(
    () => ({ checkNow, checking, tryNow, trying, resume, signIn, act }),
    [checkNow, checking, tryNow, trying, resume, signIn, act],
  )
  return (
    <CommandsContext.Provider value={commands}>
      {children}
      <SignInDialog open={signingIn} onClose={() => setSigningIn(false)} />
    </CommandsContext.Provider>
  )
}
