// The window of a store that is set up: title bar, practice strip, navigation, top strip and the current screen.

import { makeStyles, mergeClasses } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { Route, Router, Switch } from 'wouter'
import { keys } from '../data/query-keys.ts'
import { DecisionsProvider } from '../decisions/use-decide.tsx'
import { useSnapshot } from '../data/snapshot-context.tsx'
import { LiveRegion } from '../parts/live-region.tsx'
import { NoticesProvider } from '../parts/notices.tsx'
import { AttentionScreen } from '../screens/attention/attention-screen.tsx'
import { ConnectionScreen } from '../screens/connection/connection-screen.tsx'
import { FileDetailScreen } from '../screens/file-detail/file-detail-screen.tsx'
import { FilesScreen } from '../screens/files/files-screen.tsx'
import { HelpScreen } from '../screens/help/help-screen.tsx'
import { SalesDaysScreen } from '../screens/sales-days/sales-days-screen.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { TodayScreen } from '../screens/today/today-screen.tsx'
import { useRoom } from '../theme/effective-width.tsx'
import { surfaces } from '../theme/themes.ts'
import { CommandsProvider, useCommands } from './commands.tsx'
import { goTo, useHashPath } from './hash-location.ts'
import { Navigation } from './navigation.tsx'
import { PageBar } from './page-bar.tsx'
import { PinDoor } from './pin-door.tsx'
import { PracticeStrip } from './practice-strip.tsx'
import { focusFilter, focusNextRegion, useShortcuts, type Shortcut } from './shortcuts.ts'
import { TitleBar } from './title-bar.tsx'
import { TopStrip } from './top-strip.tsx'
import { UrgentNews } from './urgent-news.tsx'

const useStyles = makeStyles({
  window: surfaces.window,
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  layer: {
    ...surfaces.layer,
    overflow: 'hidden',
  },
  scroller: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    overflowX: 'hidden',
    scrollPaddingBottom: '72px',
    scrollPaddingTop: '16px',
    outlineStyle: 'none',
  },
  page: { display: 'flex', flexDirection: 'column', gap: '12px', flex: '1 0 auto', padding: '20px 32px 24px' },
  small: { padding: '16px 16px 16px' },
})

const Screens = () => (
  <Switch>
    <Route path="/">
      <TodayScreen />
    </Route>
    <Route path="/files">
      <FilesScreen />
    </Route>
    <Route path="/files/:id">{({ id }) => <FileDetailScreen key={id} id={id} />}</Route>
    <Route path="/attention">
      <AttentionScreen />
    </Route>
    <Route path="/sales-days/:date?">{({ date }) => <SalesDaysScreen date={date} />}</Route>
    <Route path="/connection">
      <ConnectionScreen />
    </Route>
    <Route path="/help">
      <HelpScreen />
    </Route>
    <Route path="/settings">
      <SettingsScreen />
    </Route>
    <Route>
      <TodayScreen />
    </Route>
  </Switch>
)

const FrameBody = () => {
  const styles = useStyles()
  const snapshot = useSnapshot()
  const room = useRoom()
  const [path] = useHashPath()
  const { checkNow } = useCommands()
  const client = useQueryClient()

  // The place in the list is for coming back from a file, not for coming from elsewhere.
  useEffect(() => {
    if (!path.startsWith('/files')) client.removeQueries({ queryKey: keys.filesPlace })
  }, [client, path])

  const run = useCallback(
    (shortcut: Shortcut) => {
      switch (shortcut.kind) {
        case 'go':
          return goTo(shortcut.to)
        case 'check-now':
          return checkNow()
        case 'find':
          if (!focusFilter()) goTo('/files?find=1')
          return
        case 'next-region':
          return focusNextRegion(1)
        case 'previous-region':
          return focusNextRegion(-1)
        case 'back':
          // Only a file's own page has something to go back to.
          if (path.startsWith('/files/')) window.dispatchEvent(new Event('storebridge-back'))
          return
      }
    },
    [checkNow, path],
  )
  useShortcuts(run)

  const strip = <TopStrip path={path} />
  return (
    <div className={styles.window}>
      <TitleBar />
      <UrgentNews />
      {snapshot.mode === 'practice' && <PracticeStrip />}
      <div className={styles.body}>
        <Navigation path={path} />
        <div className={styles.layer}>
          {room.tall && strip}
          <div className={styles.scroller} data-scroller>
            {!room.tall && strip}
            <main data-region className={mergeClasses(styles.page, !room.medium && styles.small)}>
              <PageBar place={path === '/' ? 'today' : path === '/attention' ? 'attention' : 'elsewhere'} />
              <Screens />
            </main>
          </div>
        </div>
      </div>
    </div>
  )
}

export const Frame = () => (
  <LiveRegion>
    <NoticesProvider>
      <PinDoor>
        <CommandsProvider>
          <DecisionsProvider>
            <Router hook={useHashPath}>
              <FrameBody />
            </Router>
          </DecisionsProvider>
        </CommandsProvider>
      </PinDoor>
    </NoticesProvider>
  </LiveRegion>
)
