// The manager's PIN, asked for where main wants it: a call that main answers with "locked" opens the dialog and is made
// once more when the PIN was right. So every screen is guarded without knowing of it, and main alone decides.

import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { callNames, type CallName } from '../../../contract/channel-names.ts'
import type { PinPurpose } from '../../../contract/manager-pin.ts'
import { BridgeProvider, useBridge, UserFacingError, type Bridge } from '../bridge.ts'
import { ModalDialog } from '../parts/modal-dialog.tsx'
import { PinForm } from '../parts/pin-form.tsx'
import { say } from '../words/say.ts'

interface Asking {
  readonly purpose: PinPurpose
  readonly done: (opened: boolean) => void
}

const purposeOf = (name: CallName): PinPurpose => (name === 'giveOrder' ? 'again' : 'settings')

/** The same bridge, whose locked calls wait for the PIN. */
const behindDoor = (bridge: Bridge, ask: (purpose: PinPurpose) => Promise<boolean>): Bridge => {
  const guarded =
    (name: CallName) =>
    async (input: never): Promise<unknown> => {
      const call = bridge[name] as (input: never) => Promise<unknown>
      try {
        return await call(input)
      } catch (error) {
        if (!(error instanceof UserFacingError) || error.kind !== 'locked') throw error
        if (!(await ask(purposeOf(name)))) throw new UserFacingError('locked', say('pin.notDone'))
        return call(input)
      }
    }
  const calls = Object.fromEntries(callNames.map((name) => [name, guarded(name)]))
  return { ...calls, on: bridge.on } as unknown as Bridge
}

export const PinDoor = ({ children }: { readonly children: ReactNode }) => {
  const bridge = useBridge()
  const [asking, setAsking] = useState<Asking | null>(null)
  const current = useRef<Asking | null>(null)

  const open = useCallback((purpose: PinPurpose): Promise<boolean> => {
    // One question at a time; a second call finds the door shut.
    if (current.current !== null) return Promise.resolve(false)
    return new Promise((resolve) => {
      const next: Asking = {
        purpose,
        done: (opened) => {
          current.current = null
          setAsking(null)
          resolve(opened)
        },
      }
      current.current = next
      setAsking(next)
    })
  }, [])

  const guarded = useMemo(() => behindDoor(bridge, open), [bridge, open])

  return (
    <BridgeProvider value={guarded}>
      {children}
      {asking !== null && (
        <ModalDialog title={say('pin.title')} onClose={() => asking.done(false)}>
          <PinForm
            purpose={asking.purpose}
            words={say(asking.purpose === 'again' ? 'pin.again' : 'pin.settings')}
            confirm={say('pin.confirm')}
            takesFocus
            onOpen={() => asking.done(true)}
            onCancel={() => asking.done(false)}
          />
        </ModalDialog>
      )}
    </BridgeProvider>
  )
}
