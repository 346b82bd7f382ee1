// The places of the window. Labels beside the icons when there is room, below them on a narrow rail, and a menu
// button when even the rail would take too much (ux 2.1). No entry for a screen that is not there.

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { FluentIcon } from '@fluentui/react-icons'
import { AlertUrgent20Filled, AlertUrgent20Regular } from '@fluentui/react-icons/svg/alert-urgent'
import { CalendarMonth20Filled, CalendarMonth20Regular } from '@fluentui/react-icons/svg/calendar-month'
import { Document20Filled, Document20Regular } from '@fluentui/react-icons/svg/document'
import { Home20Filled, Home20Regular } from '@fluentui/react-icons/svg/home'
import { Navigation20Regular } from '@fluentui/react-icons/svg/navigation'
import { PlugConnected20Filled, PlugConnected20Regular } from '@fluentui/react-icons/svg/plug-connected'
import { QuestionCircle20Filled, QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle'
import { Settings20Filled, Settings20Regular } from '@fluentui/react-icons/svg/settings'
import { attentionCountOf } from '../../../contract/standing.ts'
import { useSnapshot } from '../data/snapshot-context.tsx'
import { DropPanel } from '../parts/drop-panel.tsx'
import { useRoom } from '../theme/effective-width.tsx'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'
import { say, type MessageId } from '../words/say.ts'

interface NavPlace {
  readonly to: string
  readonly name: MessageId
  readonly keys: string
  readonly rest: FluentIcon
  readonly chosen: FluentIcon
}

const top: readonly NavPlace[] = [
  { to: '/', name: 'nav.today', keys: 'Ctrl+1', rest: Home20Regular, chosen: Home20Filled },
  { to: '/files', name: 'nav.files', keys: 'Ctrl+2', rest: Document20Regular, chosen: Document20Filled },
  {
    to: '/attention',
    name: 'nav.attention',
    keys: 'Ctrl+3',
    rest: AlertUrgent20Regular,
    chosen: AlertUrgent20Filled,
  },
  {
    to: '/sales-days',
    name: 'nav.salesDays',
    keys: 'Ctrl+4',
    rest: CalendarMonth20Regular,
    chosen: CalendarMonth20Filled,
  },
  {
    to: '/connection',
    name: 'nav.connection',
    keys: 'Ctrl+5',
    rest: PlugConnected20Regular,
    chosen: PlugConnected20Filled,
  },
]
const bottom: readonly NavPlace[] = [
  { to: '/help', name: 'nav.help', keys: 'F1', rest: QuestionCircle20Regular, chosen: QuestionCircle20Filled },
  { to: '/settings', name: 'nav.settings', keys: 'Ctrl+,', rest: Settings20Regular, chosen: Settings20Filled },
]

/** Whether a place of the navigation is the one the path belongs to. */
export const isChosen = (to: string, path: string): boolean =>
  to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)

const useStyles = makeStyles({
  nav: {
    display: 'flex',
    flexDirection: 'column',
    flexShrink: 0,
    justifyContent: 'space-between',
    width: rem(224),
    padding: '4px 8px 16px',
    backgroundColor: colours.sbShell,
    overflowY: 'auto',
  },
  rail: { width: rem(92), padding: '4px 4px 12px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '2px' },
  item: {
    ...text.body,
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    minHeight: rem(36),
    padding: '4px 12px',
    borderRadius: '4px',
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    transitionProperty: 'background-color',
    transitionDuration: tokens.durationFaster,
    ':hover': { backgroundColor: colours.sbNavChosen },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (forced-colors: active)': { color: 'LinkText' },
  },
  railItem: {
    ...text.caption,
    flexDirection: 'column',
    justifyContent: 'center',
    gap: '4px',
    minHeight: rem(52),
    padding: '6px 2px',
    textAlign: 'center',
    overflowWrap: 'anywhere',
  },
  chosen: {
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: colours.sbNavChosen,
    '::before': {
      content: '""',
      position: 'absolute',
      left: 0,
      top: '25%',
      bottom: '25%',
      width: '3px',
      borderRadius: '2px',
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
    '@media (forced-colors: active)': { outline: '1px solid Highlight', color: 'Highlight' },
  },
  icon: { flexShrink: 0, width: rem(20), height: rem(20) },
  support: {
    ...text.caption,
    display: 'flex',
    flexDirection: 'column',
    margin: '8px 4px 0',
    padding: '10px 8px 0',
    borderTop: `1px solid ${colours.sbCardBorder}`,
  },
  railSupport: { margin: '8px 0 0', padding: '8px 2px 0', textAlign: 'center' },
  supportName: { color: tokens.colorNeutralForeground3 },
  supportId: { ...text.bodyStrong, userSelect: 'text', fontVariantNumeric: 'tabular-nums' },
  badge: {
    ...text.captionStrong,
    marginLeft: 'auto',
    minWidth: rem(20),
    padding: '1px 6px',
    borderRadius: '10px',
    textAlign: 'center',
    // White in both themes: the red under it is the same.
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorStatusDangerBackground3,
    border: '1px solid transparent',
  },
  chosenIcon: { color: tokens.colorBrandForeground1 },
})

/** How many things need a person; nothing while there is none. */
const Badge = () => {
  const styles = useStyles()
  const n = attentionCountOf(useSnapshot())
  return n === 0 ? null : <span className={styles.badge}>{n}</span>
}

const NavItem = ({ place, path }: { readonly place: NavPlace; readonly path: string }) => {
  const styles = useStyles()
  const room = useRoom()
  const chosen = isChosen(place.to, path)
  const Icon = chosen ? place.chosen : place.rest
  return (
    <li>
      <a
        href={`#${place.to}`}
        title={say('nav.tooltip', { name: say(place.name), keys: place.keys })}
        aria-current={chosen ? 'page' : undefined}
        className={mergeClasses(styles.item, room.rail && !room.wide && styles.railItem, chosen && styles.chosen)}
      >
        <Icon aria-hidden className={mergeClasses(styles.icon, chosen && styles.chosenIcon)} />
        <span>{say(place.name)}</span>
        {place.to === '/attention' && <Badge />}
      </a>
    </li>
  )
}

/** Always the last thing of the navigation: what to tell whoever helps (WCAG 2.2, 3.2.6). */
const SupportEntry = () => {
  const styles = useStyles()
  const room = useRoom()
  const { supportId, version } = useSnapshot()
  if (supportId === null) return null
  return (
    <li className={mergeClasses(styles.support, room.rail && !room.wide && styles.railSupport)}>
      <span className={styles.supportName}>{say('help.supportId')}</span>
      <span className={styles.supportId}>{supportId}</span>
      {(room.wide || !room.rail) && <span className={styles.supportName}>{say('nav.version', { version })}</span>}
    </li>
  )
}

export const Navigation = ({ path }: { readonly path: string }) => {
  const styles = useStyles()
  const room = useRoom()
  if (!room.rail) return null
  return (
    <nav aria-label={say('nav.label')} data-region className={mergeClasses(styles.nav, !room.wide && styles.rail)}>
      <ul className={styles.list}>
        {top.map((place) => (
          <NavItem key={place.to} place={place} path={path} />
        ))}
      </ul>
      <ul className={styles.list}>
        {bottom.map((place) => (
          <NavItem key={place.to} place={place} path={path} />
        ))}
        <SupportEntry />
      </ul>
    </nav>
  )
}

/** The same places behind one button, where there is no room for the rail. */
export const NavigationMenu = ({ path }: { readonly path: string }) => {
  const styles = useStyles()
  const room = useRoom()
  if (room.rail) return null
  return (
    <nav aria-label={say('nav.label')} data-region>
      {/* A place chosen closes the menu: the panel belongs to the place it was opened in. */}
      <DropPanel
        key={path}
        label={say('nav.menu')}
        button={({ open, toggle }) => (
          <Button
            appearance="subtle"
            icon={<Navigation20Regular />}
            aria-label={say('nav.menu')}
            aria-expanded={open}
            onClick={toggle}
          />
        )}
      >
        <ul className={styles.list}>
          {[...top, ...bottom].map((place) => (
            <NavItem key={place.to} place={place} path={path} />
          ))}
        </ul>
      </DropPanel>
    </nav>
  )
}
