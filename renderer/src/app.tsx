// The window: the theme as the person wants it (main zooms the page by the text size), then the set-up or the frame of the store, as main says.

import { Button, createDOMRenderer, FluentProvider, makeStyles, RendererProvider } from '@fluentui/react-components'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, type ReactNode } from 'react'
import type { AppSnapshot } from '../../contract/ipc.ts'
import { BridgeProvider, sentenceOf, useBridge, type Bridge } from './bridge.ts'
import { ClockProvider, type Clock } from './data/clock.tsx'
import { connectLiveEvents, forgetThePresent } from './data/live-events.ts'
import { usePreferencesQuery, useSnapshotQuery } from './data/queries.ts'
import { SnapshotProvider } from './data/snapshot-context.tsx'
import { hideAmounts } from './format/money.ts'
import { useIsSlow } from './parts/screen-states.tsx'
import { isPrintPath, PrintPage } from './screens/print/print-page.tsx'
import { Wizard } from './screens/wizard/wizard.tsx'
import { Frame } from './shell/frame.tsx'
import { goTo, useHashPath } from './shell/hash-location.ts'
import { useZoomKeys } from './shell/zoom-keys.ts'
import { RoomProvider } from './theme/effective-width.tsx'
import { colours, lightTheme, text } from './theme/themes.ts'
import { useTheme } from './theme/use-theme.ts'
import { say } from './words/say.ts'
import { useLanguage } from './words/use-language.ts'

const useStyles = makeStyles({
  whole: { height: '100vh', overflow: 'hidden', backgroundColor: colours.sbShell },
  alone: {
    ...text.body,
    padding: '64px 48px',
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    alignItems: 'flex-start',
  },
  title: { ...text.sentence, margin: 0 },
  words: { margin: 0 },
})

const Alone = ({
  title,
  words,
  children,
}: {
  readonly title: string
  readonly words: string
  readonly children?: ReactNode
}) => {
  const styles = useStyles()
  return (
    <main className={styles.alone}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.words}>{words}</p>
      {children}
    </main>
  )
}

const Store = ({ snapshot }: { readonly snapshot: AppSnapshot }) => {
  // Another mode begins at Today; a place in one store's files means nothing in the other's.
  const mode = snapshot.mode
  useEffect(() => () => goTo('/', { replace: true }), [mode])
  const client = useQueryClient()
  const cannotWork = snapshot.trouble !== null
  useEffect(() => {
    if (cannotWork) forgetThePresent(client)
  }, [cannotWork, client])
  return (
    <SnapshotProvider value={snapshot}>
      <Frame key={mode} />
    </SnapshotProvider>
  )
}

const Content = () => {
  const snapshot = useSnapshotQuery()
  const slow = useIsSlow(snapshot.isPending)
  if (snapshot.data !== undefined)
    return snapshot.data.mode === 'setup' ? <Wizard /> : <Store snapshot={snapshot.data} />
  if (snapshot.isError)
    return (
      <Alone title={say('app.noAnswer')} words={sentenceOf(snapshot.error)}>
        <Button onClick={() => void snapshot.refetch()}>{say('action.tryAgain')}</Button>
      </Alone>
    )
  return slow ? <Alone title={say('app.starting')} words={say('app.starting.text')} /> : null
}

/** A document for paper, in main's hidden window: no frame, no height of a screen. */
const Printed = ({ path }: { readonly path: string }) => {
  const snapshot = useSnapshotQuery()
  return (
    <FluentProvider theme={lightTheme}>
      {snapshot.data !== undefined && (
        <SnapshotProvider value={snapshot.data}>
          <PrintPage path={path} />
        </SnapshotProvider>
      )}
    </FluentProvider>
  )
}

const Dressed = () => {
  const styles = useStyles()
  const [path] = useHashPath()
  const preferences = usePreferencesQuery()
  useZoomKeys(preferences.data)
  const { theme } = useTheme(preferences.data?.theme ?? 'system')
  const language = useLanguage(preferences.isPending ? null : (preferences.data?.language ?? 'system'))
  // A page for paper is asked for by whoever may have it; it has its amounts.
  hideAmounts(preferences.data?.hideAmounts === true && !isPrintPath(path))
  // Not before the preferences are known: a window must not change its colours or its language under the eye.
  if (language === null) return null
  if (isPrintPath(path)) return <Printed path={path} />
  return (
    // The provider's own class would be worn by every menu that opens, which would cover the window with it.
    <FluentProvider theme={theme}>
      <div className={styles.whole}>
        <RoomProvider>
          <Content />
        </RoomProvider>
      </div>
    </FluentProvider>
  )
}

const Live = ({ client, children }: { readonly client: QueryClient; readonly children: ReactNode }) => {
  const bridge = useBridge()
  useEffect(() => connectLiveEvents(bridge, client), [bridge, client])
  return children
}

export interface AppProps {
  readonly bridge: Bridge
  readonly client: QueryClient
  readonly clock: Clock
  /** For the style elements Fluent adds: the content security policy lets only these in. */
  readonly nonce: string
}

export const App = ({ bridge, client, clock, nonce }: AppProps) => {
  const renderer = useMemo(
    () => createDOMRenderer(document, nonce === '' ? {} : { styleElementAttributes: { nonce } }),
    [nonce],
  )
  return (
    <RendererProvider renderer={renderer}>
      <I18nProvider i18n={i18n}>
        <BridgeProvider value={bridge}>
          <QueryClientProvider client={client}>
            <ClockProvider clock={clock}>
              <Live client={client}>
                <Dressed />
              </Live>
            </ClockProvider>
          </QueryClientProvider>
        </BridgeProvider>
      </I18nProvider>
    </RendererProvider>
  )
}
