// One thing only a person can solve: what it is, since when, which sales days, what to do and who, Petrosoft's own words,
// and the buttons that lead out of it (ux 2.9).

import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MenuButton,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { Copy20Regular } from '@fluentui/react-icons/svg/copy'
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal'
import { Send20Regular } from '@fluentui/react-icons/svg/send'
import { useId, type ReactNode } from 'react'
import type { AttentionCard } from '../../../../contract/attention.ts'
import { isAboutFiles } from '../../../../contract/standing.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useToday } from '../../data/queries.ts'
import { useSnapshot, useStoreTimes } from '../../data/snapshot-context.tsx'
import { oneFile, useDecide } from '../../decisions/use-decide.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { goTo } from '../../shell/hash-location.ts'
import { useRoom } from '../../theme/effective-width.tsx'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { problemWords } from '../../words/problems.ts'
import { say } from '../../words/say.ts'
import { useMarkClosed } from '../sales-days/use-mark-closed.ts'
import { cardSupportText } from './card-support-text.ts'
import { cardWords, sinceWords, type CardWords } from './card-words.ts'
import { filterOfCause, placeOfCause } from './cause-place.ts'
import { conditionGuides, type MoreHelp } from './condition-guides.ts'

/** Files named in a copy. */
const MOST_COPIED = 50

const useStyles = makeStyles({
  card: {
    display: 'flex',
    gap: '16px',
    padding: '20px',
    minWidth: 0,
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
  },
  tile: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexShrink: 0,
    width: rem(40),
    height: rem(40),
    borderRadius: '6px',
    backgroundColor: hue.tint,
    border: `1px solid ${hue.border}`,
  },
  body: { flexGrow: 1, minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '0 16px' },
  title: { ...text.leadStrong, margin: 0, marginRight: 'auto', overflowWrap: 'anywhere' },
  since: { ...text.caption, color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  about: { ...text.body, margin: '2px 0 0', overflowWrap: 'anywhere', color: tokens.colorNeutralForeground2 },
  who: { ...text.caption, margin: '4px 0 0', color: tokens.colorNeutralForeground3 },
  quote: {
    ...text.caption,
    margin: '8px 0 0',
    padding: '2px 0 2px 10px',
    borderLeft: `2px solid ${colours.sbCardBorder}`,
    color: tokens.colorNeutralForeground3,
    overflowWrap: 'anywhere',
    whiteSpace: 'pre-wrap',
  },
  buttons: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', marginTop: '12px' },
  files: { ...text.caption, marginTop: '8px' },
  summary: { cursor: 'pointer', color: tokens.colorNeutralForeground3, width: 'fit-content', minHeight: rem(24) },
  names: { margin: '4px 0 0', paddingLeft: '20px', overflowWrap: 'anywhere' },
})

const useCopyCauseForSupport = (card: AttentionCard, words: CardWords): (() => void) => {
  const bridge = useBridge()
  const notices = useNotices()
  const times = useStoreTimes()
  const { store, supportId, version, status } = useSnapshot()
  const copy = async (): Promise<void> => {
    const files =
      card.files.length === 0
        ? []
        : (await bridge.listFiles({ filter: filterOfCause(card.key), after: null, limit: MOST_COPIED })).rows
    const problems = status?.problems ?? []
    await bridge.copyText(
      cardSupportText({
        card,
        title: words.title,
        about: words.about,
        store: store?.name ?? '',
        locationId: store?.locationId ?? '',
        supportId,
        version,
        sentences:
          card.files.length > 0 ? [] : problems.filter((each) => each.code === card.code).map((p) => p.sentence),
        files,
        exact: times.exact,
      }),
    )
    notices.tell(say('attention.copied'))
  }
  return () => {
    copy().catch((error: unknown) => notices.tell(sentenceOf(error)))
  }
}

/** "We are closed today": the store's own day, whatever the clock of this PC says. */
const ClosedToday = () => {
  const times = useStoreTimes()
  const today = useToday().data?.today.date ?? times.today
  const markClosed = useMarkClosed()
  return (
    <Button appearance="subtle" onClick={() => markClosed(today, true)}>
      {say('attention.closedToday')}
    </Button>
  )
}

interface Parts {
  readonly card: AttentionCard
  readonly copy: () => void
}

const CopyButton = ({ copy }: Pick<Parts, 'copy'>) => (
  <Button appearance="subtle" icon={<Copy20Regular />} onClick={copy}>
    {say('action.copyForSupport')}
  </Button>
)

/** The rare and the last resort, away from what one does first (ux R15). */
const MoreForFiles = ({
  card,
  setAside,
  ignore,
}: {
  readonly card: AttentionCard
  readonly setAside: () => void
  readonly ignore: () => void
}) => (
  <Menu>
    <MenuTrigger disableButtonEnhancement>
      <MenuButton
        appearance="subtle"
        menuIcon={null}
        icon={<MoreHorizontal20Regular />}
        aria-label={say('attention.more', { n: card.count })}
      />
    </MenuTrigger>
    <MenuPopover>
      <MenuList>
        <MenuItem onClick={setAside}>{say('attention.setAsideAll', { n: card.count })}</MenuItem>
        <MenuItem onClick={ignore}>{say('attention.ignoreAll', { n: card.count })}</MenuItem>
      </MenuList>
    </MenuPopover>
  </Menu>
)

const FileButtons = ({ card, copy }: Parts) => {
  const { key, code, count, files } = card
  const decide = useDecide()
  const [newest] = files
  if (newest === undefined) return null
  // Exactly the files of the card as it is shown: what came after it was drawn is not meant.
  const all = count === 1 ? oneFile(newest) : { which: { filter: filterOfCause(key), upTo: newest.id }, count }
  return (
    <>
      <Button onClick={() => goTo(placeOfCause(key, count, newest))}>
        {count === 1 ? say('attention.open') : say('attention.openAll', { n: count })}
      </Button>
      {/* What may have arrived, or is held for a reason, is decided file by file. */}
      {code === 'files-refused' && (
        <Button appearance="subtle" icon={<Send20Regular />} onClick={() => decide.resend(all)}>
          {say('attention.sendAll', { n: count })}
        </Button>
      )}
      <CopyButton copy={copy} />
      <MoreForFiles card={card} setAside={() => decide.setAside(all)} ignore={() => decide.ignore(all)} />
    </>
  )
}

const ConditionButtons = ({ card, copy }: Parts) => {
  const { act, tryNow, trying, checkNow, checking } = useCommands()
  const { action, actionWords } = problemWords[card.code]
  const guide = conditionGuides[card.code]
  const more: Readonly<Record<MoreHelp, ReactNode>> = {
    'closed-today': <ClosedToday key="closed-today" />,
    'try-now': (
      <Button key="try-now" appearance="subtle" disabledFocusable={trying} onClick={tryNow}>
        {say('action.tryNow')}
      </Button>
    ),
    'check-now': (
      <Button key="check-now" appearance="subtle" disabledFocusable={checking} onClick={checkNow}>
        {say('action.checkNow')}
      </Button>
    ),
    copy: <CopyButton key="copy" copy={copy} />,
  }
  const way = (
    <Button key="way" appearance={action.kind === 'sign-in' ? 'primary' : 'secondary'} onClick={() => act(action)}>
      {say(actionWords)}
    </Button>
  )
  const help = guide?.guide != null && (
    <Button
      key="guide"
      appearance={guide.guide.name === 'signIn' ? 'subtle' : 'secondary'}
      onClick={() => goTo(`/help?guide=${guide.guide?.name ?? ''}`)}
    >
      {say(guide.guide.words)}
    </Button>
  )
  return (
    <>
      {card.code === 'no-sales-files' ? [help, way] : [way, help]}
      {guide?.more.map((each) => more[each])}
    </>
  )
}

const FileNames = ({ card }: { readonly card: AttentionCard }) => {
  const styles = useStyles()
  const { count, files } = card
  if (files.length < 2) return null
  const rest = count - files.length
  return (
    <details className={styles.files}>
      <summary className={styles.summary}>{say('attention.files', { n: count })}</summary>
      <ul className={styles.names}>
        {files.map(({ id, name }) => (
          <li key={id}>
            <PlaceLink to={`/files/${id}`}>{name}</PlaceLink>
          </li>
        ))}
        {rest > 0 && <li>{say('attention.moreFiles', { n: rest })}</li>}
      </ul>
    </details>
  )
}

export const CauseCard = ({ card }: { readonly card: AttentionCard }) => {
  const styles = useStyles()
  const hues = useHueStyles()
  const times = useStoreTimes()
  const room = useRoom()
  const id = useId()
  const words = cardWords(card, times)
  const copy = useCopyCauseForSupport(card, words)
  const { hue: wanted, icon } = problemWords[card.code]
  const inFiles = isAboutFiles(card.code) || card.files.length > 0
  return (
    <section aria-labelledby={id} className={mergeClasses(hues[wanted], styles.card)}>
      {room.rail && (
        <div className={styles.tile}>
          <StatusIcon name={icon} hue={wanted} />
        </div>
      )}
      <div className={styles.body}>
        <div className={styles.head}>
          <h2 id={id} className={styles.title}>
            {words.title}
          </h2>
          <time dateTime={card.since} title={times.exact(card.since)} className={styles.since}>
            {sinceWords(card, times)}
          </time>
        </div>
        <p className={styles.about}>{words.about}</p>
        <p className={styles.who}>{words.who}</p>
        {words.quote !== null && (
          <p className={styles.quote}>
            {say('message.theirWords')}: <q lang="en">{words.quote}</q>
          </p>
        )}
        <div className={styles.buttons}>
          {inFiles && card.files.length > 0 ? (
            <FileButtons card={card} copy={copy} />
          ) : (
            <ConditionButtons card={card} copy={copy} />
          )}
        </div>
        <FileNames card={card} />
      </div>
    </section>
  )
}
