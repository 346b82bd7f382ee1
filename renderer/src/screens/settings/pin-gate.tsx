// Settings behind the manager's PIN: what is inside is not drawn before main says that it is open, and leaving Settings
// closes them again (ux 2.16).

import { makeStyles } from '@fluentui/react-components'
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import type { PinState } from '../../../../contract/manager-pin.ts'
import { useBridge } from '../../bridge.ts'
import { keys } from '../../data/query-keys.ts'
import { Card } from '../../parts/card.tsx'
import { PinForm } from '../../parts/pin-form.tsx'
import { ErrorState, LoadingLines } from '../../parts/screen-states.tsx'
import { rem } from '../../theme/rem.ts'
import { say } from '../../words/say.ts'

const useStyles = makeStyles({ locked: { maxWidth: rem(560) } })

export const usePin = (): UseQueryResult<PinState> => {
  const bridge = useBridge()
  return useQuery({ queryKey: keys.pin, queryFn: () => bridge.getPin(undefined), gcTime: 0, staleTime: 0 })
}

export const PinGate = ({ children }: { readonly children: ReactNode }) => {
  const styles = useStyles()
  const bridge = useBridge()
  const client = useQueryClient()
  const pin = usePin()
  useEffect(() => () => void bridge.lockPin(undefined).catch(() => undefined), [bridge])
  if (pin.isPending) return <LoadingLines words={say('settings.loading')} />
  if (pin.isError)
    return <ErrorState words={say('settings.error')} error={pin.error} retry={() => void pin.refetch()} />
  if (pin.data.open) return children
  return (
    <Card title={say('pin.guards')} className={styles.locked}>
      <PinForm
        purpose="settings"
        words={say('pin.settings')}
        confirm={say('pin.open')}
        waitMs={pin.data.waitMs}
        onOpen={() => client.setQueryData(keys.pin, { set: true, open: true, waitMs: 0 } satisfies PinState)}
      />
    </Card>
  )
}
