// One file: status, one sentence, numbered steps, what one can do, then the evidence (ux 2.8).

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useQueryClient } from '@tanstack/react-query'
import { Archive20Regular } from '@fluentui/react-icons/svg/archive'
import { ArrowClockwise20Regular } from '@fluentui/react-icons/svg/arrow-clockwise'
import { ArrowUndo20Regular } from '@fluentui/react-icons/svg/arrow-undo'
import { ChevronLeft20Regular } from '@fluentui/react-icons/svg/chevron-left'
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right'
import { Copy20Regular } from '@fluentui/react-icons/svg/copy'
import { Prohibited20Regular } from '@fluentui/react-icons/svg/prohibited'
import { Send20Regular } from '@fluentui/react-icons/svg/send'
import { useCallback, useEffect, useMemo, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useFile, useRepeats } from '../../data/queries.ts'
import { keys } from '../../data/query-keys.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { formatMoney } from '../../format/money.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatRegisterSpan } from '../../format/register-time.ts'
import { formatDay } from '../../format/store-time.ts'
import { useHiddenStyles } from '../../parts/hidden-words.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { PageHeading } from '../../parts/page-heading.tsx'
import { PlaceLink } from '../../parts/place-link.tsx'
import { EmptyState, ErrorState, LoadingLines, useIsSlow } from '../../parts/screen-states.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useStatusWords } from '../../parts/status-badge.tsx'
import { useCommands } from '../../shell/commands.tsx'
import { goTo, useHashQuery } from '../../shell/hash-location.ts'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say, type MessageId } from '../../words/say.ts'
import { statusOf } from '../../words/status.ts'
import type { FilesPlace } from '../files/files-screen.tsx'
import { RowReader } from '../files/row-reader.ts'
import { adviceFor } from './advice.ts'
import { FactsTab } from './facts-tab.tsx'
import { actionsOf, primaryAction, resendWarning, type FileAction } from './file-actions.ts'
import { firstToShow, messagesOf, type FileMessage } from './file-messages.ts'
import { HistoryTab } from './history-tab.tsx'
import { itemNear } from './item-near.ts'
import { explainFileMessage, explainWholeFile } from './message-words.ts'
import { MessagesTab, type MessagesHandle } from './messages-tab.tsx'
import { RawAnswerTab } from './raw-answer-tab.tsx'
import { RepeatsTab } from './repeats-tab.tsx'
import { allKnown, repeatsAdvice, repeatsWarning } from './repeats-words.ts'
import { useCopyFileForSupport } from './use-copy-file-for-support.ts'
import { useFileKeys } from './use-file-keys.ts'
import { ResendDialog, type ResendWarning } from '../../decisions/reason-dialogs.tsx'
import { oneFile, useDecide } from '../../decisions/use-decide.tsx'
import { SaveReport } from '../../exports/save-report.tsx'
import { ShowFullProvider } from './show-full.tsx'
import { isCut, useFileLines } from './use-file-lines.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', gap: '12px', flex: '1 0 auto', minWidth: 0 },
  trail: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 16px',
    minHeight: rem(28),
    margin: '-10px 0 -4px',
  },
  back: { display: 'inline-flex', alignItems: 'center', gap: '4px', marginLeft: '-6px' },
  name: { ...text.code, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  siblings: { marginLeft: 'auto', display: 'flex', flexWrap: 'wrap', gap: '4px 8px' },
  plain: { ...text.caption, fontWeight: tokens.fontWeightRegular, minWidth: 0 },
  opening: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: '16px 24px' },
  stacked: { gridTemplateColumns: 'minmax(0, 1fr)' },
  status: { display: 'flex', gap: '12px', alignItems: 'flex-start' },
  statusIcon: { marginLeft: '-2px' },
  about: { ...text.body, color: tokens.colorNeutralForeground3 },
  lead: { ...text.lead, margin: '6px 0 0' },
  steps: { borderLeft: `1px solid ${colours.sbCardBorder}`, paddingLeft: '24px', minWidth: 0 },
  stepsStacked: { borderLeft: 'none', paddingLeft: 0 },
  stepsTitle: { ...text.bodyStrong, margin: '0 0 4px' },
  stepList: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  step: { ...text.body, display: 'flex', gap: '10px' },
  stepNumber: {
    ...text.caption,
    display: 'grid',
    placeItems: 'center',
    flexShrink: 0,
    width: rem(20),
    height: rem(20),
    borderRadius: '50%',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  apart: { marginLeft: 'auto', display: 'flex', flexWrap: 'wrap', gap: '4px' },
})

const actionLook: Readonly<Record<FileAction, { readonly words: MessageId; readonly icon: ReactElement }>> = {
  resend: { words: 'action.sendAgain', icon: <Send20Regular /> },
  'set-aside': { words: 'action.setAside', icon: <Archive20Regular /> },
  'put-back': { words: 'action.putBack', icon: <ArrowUndo20Regular /> },
  ignore: { words: 'action.ignore', icon: <Prohibited20Regular /> },
  'try-now': { words: 'action.tryNow', icon: <ArrowClockwise20Regular /> },
  copy: { words: 'action.copyForSupport', icon: <Copy20Regular /> },
}

/** These may not stand beside "Send again": a slip of the hand must not hide a file (ux R15). */
const setApart: readonly FileAction[] = ['set-aside', 'ignore']

type TabName = 'repeats' | 'messages' | 'history' | 'facts' | 'raw'

/** "Sales of Fri 20 Nov, 8:05–8:20 PM · 12 sales, $214.37" */
const aboutWords = (file: FileDetail): string => {
  const [day, ...more] = file.businessDates
  const span = formatRegisterSpan(file.firstEventAt, file.lastEventAt)
  const days =
    day === undefined
      ? null
      : more.length > 0
        ? say('detail.salesOfDays', { from: formatDay(day), to: formatDay(more[more.length - 1] ?? day) })
        : span === null
          ? say('detail.salesOf', { day: formatDay(day) })
          : say('detail.salesOfTime', { day: formatDay(day), span })
  const sales =
    file.sales === null
      ? null
      : file.salesAmount === null
        ? say('detail.sales', { n: file.sales })
        : say('detail.salesAmount', { n: file.sales, amount: formatMoney(file.salesAmount) })
  return [days, sales].filter((part) => part !== null).join(' · ')
}

const ITEM_AROUND = 60

/** The item at a message's line, from the lines around it. */
const useItemAt = (id: string, message: FileMessage | null, lineCount: number): string | null => {
  const line = message !== null && message.place === 'in-file' ? message.line : null
  const first = Math.max(1, (line ?? 1) - ITEM_AROUND)
  const last = line === null ? 0 : Math.min(lineCount, line + ITEM_AROUND)
  const lines = useFileLines(id, first, last)
  const at = line === null ? undefined : lines.lineAt(line)
  // What stands at the beginning of a line cut short says nothing about its middle.
  if (line === null || at === undefined || isCut(at)) return null
  const texts = Array.from({ length: last - first + 1 }, (_, index) => lines.lineAt(first + index)?.text ?? '')
  return itemNear(texts, line - first)
}

const FileBody = ({ file }: { readonly file: FileDetail }) => {
  const styles = useStyles()
  const room = useRoom()
  const times = useStoreTimes()
  const bridge = useBridge()
  const notices = useNotices()
  const { tryNow } = useCommands()
  const statusWords = useStatusWords()
  const query = useHashQuery()
  const decide = useDecide()
  const isRepeats = file.state === 'held' && file.problem === 'repeats'
  const repeats = useRepeats(file.id, isRepeats)
  const compared = isRepeats ? (repeats.data ?? null) : null
  const [chosenTab, setTab] = useState<TabName | null>(null)
  const tab =
    chosenTab === null || (chosenTab === 'repeats' && !isRepeats) ? (isRepeats ? 'repeats' : 'messages') : chosenTab
  const [warning, setWarning] = useState<ResendWarning | null>(null)

  const messages = useMemo(() => messagesOf(file), [file])
  const asked = Number(query.get('msg') ?? Number.NaN)
  const [chosenByHand, setChosenByHand] = useState<number | null>(null)
  const start = Number.isInteger(asked) && asked >= 0 && asked < messages.length ? asked : firstToShow(messages)
  const chosen = Math.min(chosenByHand ?? start, messages.length - 1)
  const leading = messages[firstToShow(messages)] ?? null

  const lineCount = file.lineCount ?? 0
  const chosenItem = useItemAt(file.id, messages[chosen] ?? null, lineCount)
  const leadingItem = useItemAt(file.id, leading, lineCount)
  const explain = useCallback(
    (message: FileMessage) => explainFileMessage(message, message.key === messages[chosen]?.key ? chosenItem : null),
    [chosen, chosenItem, messages],
  )
  const leadingExplanation = leading === null ? explainWholeFile(file) : explainFileMessage(leading, leadingItem)
  const advice = compared === null ? adviceFor(file, leadingExplanation) : repeatsAdvice(compared)

  const status = statusOf(file, times.now)
  const words = statusWords(status)
  const copyForSupport = useCopyFileForSupport()

  const run = (action: FileAction): void => {
    switch (action) {
      case 'resend': {
        const needed = resendWarning(file)
        if (needed === null) decide.resend(oneFile(file))
        else setWarning(needed)
        return
      }
      case 'set-aside':
        return decide.setAside(oneFile(file))
      case 'put-back':
        return decide.putBack(oneFile(file))
      case 'ignore':
        return decide.ignore(oneFile(file))
      case 'try-now':
        return tryNow()
      case 'copy':
        void copyForSupport(file, advice.sentence)
    }
  }

  const actions = actionsOf(file.state)
  // A file whose sales are all known is set aside without losing any: the one case in which that is the thing to do.
  const settled = compared !== null && allKnown(compared)
  const primary = isRepeats ? (settled ? 'set-aside' : null) : primaryAction(file.state, leadingExplanation.who)
  const inOrder = [...actions].sort((a, b) => Number(b === primary) - Number(a === primary))
  const button = (action: FileAction, apart: boolean): ReactNode => (
    <Button
      key={action}
      appearance={action === primary ? 'primary' : apart ? 'subtle' : 'secondary'}
      icon={actionLook[action].icon}
      onClick={() => run(action)}
    >
      {say(
        action === 'set-aside' && settled
          ? 'repeats.setAsideAll'
          : action === 'resend' && file.attempts === 0
            ? 'action.sendAnyway'
            : actionLook[action].words,
      )}
    </Button>
  )
  const apart = actions.filter((action) => setApart.includes(action) && action !== primary)
  const about = aboutWords(file)

  const messagesTab = useRef<MessagesHandle>(null)
  const showMessages = (): void => flushSync(() => setTab('messages'))
  useFileKeys({
    stepMessage: (step) => {
      if (tab === 'messages') messagesTab.current?.step(step)
      else if (messages.length > 0) {
        // Who comes from another tab sees the chosen one first.
        showMessages()
        messagesTab.current?.focusChosen()
      }
    },
    goToLine: () => {
      if (lineCount === 0) return
      if (tab !== 'messages') showMessages()
      messagesTab.current?.focusGoTo()
    },
  })

  const copyName = (): void => {
    bridge.copyText(file.name).then(
      () => notices.tell(say('detail.nameCopied')),
      (error: unknown) => notices.tell(sentenceOf(error)),
    )
  }

  return (
    <>
      <div className={styles.trail}>
        <BackLink />
        <span className={styles.name}>{file.name}</span>
        <Button
          appearance="transparent"
          size="small"
          icon={<Copy20Regular />}
          aria-label={say('detail.copyName')}
          title={say('detail.copyName')}
          onClick={copyName}
        />
        <div className={styles.siblings}>
          {file.previousRefused !== null && (
            <Button
              appearance="subtle"
              size="small"
              className={styles.plain}
              icon={<ChevronLeft20Regular />}
              onClick={() => goTo(`/files/${file.previousRefused ?? ''}`)}
            >
              {say('detail.previousRefused')}
            </Button>
          )}
          {file.nextRefused !== null && (
            <Button
              appearance="subtle"
              size="small"
              className={styles.plain}
              icon={<ChevronRight20Regular />}
              iconPosition="after"
              onClick={() => goTo(`/files/${file.nextRefused ?? ''}`)}
            >
              {say('detail.nextRefused')}
            </Button>
          )}
        </div>
      </div>
      <div className={mergeClasses(styles.opening, !room.wide && styles.stacked)}>
        <div>
          <div className={styles.status}>
            <span className={styles.statusIcon}>
              <StatusIcon name={status.icon} hue={status.hue} size={32} />
            </span>
            <div>
              <PageHeading windowTitle={file.name}>{words}</PageHeading>
              {about !== '' && <div className={styles.about}>{about}</div>}
            </div>
          </div>
          <p className={styles.lead}>{advice.sentence}</p>
        </div>
        {advice.steps.length > 0 && (
          <section
            aria-label={say('detail.whatToDo')}
            className={mergeClasses(styles.steps, !room.wide && styles.stepsStacked)}
          >
            <h2 className={styles.stepsTitle}>{say('detail.whatToDo')}</h2>
            <ol className={styles.stepList}>
              {advice.steps.map((step, index) => (
                <li key={step} className={styles.step}>
                  <span aria-hidden className={styles.stepNumber}>
                    {index + 1}
                  </span>
                  <span>{step}</span>
                </li>
              ))}
            </ol>
          </section>
        )}
      </div>
      <div className={styles.actions} role="group" aria-label={say('detail.actions')}>
        {inOrder.filter((action) => !apart.includes(action)).map((action) => button(action, false))}
        <SaveReport file={file} />
        {apart.length > 0 && <div className={styles.apart}>{apart.map((action) => button(action, true))}</div>}
      </div>
      <Tabs
        label={say('detail.tabs')}
        tabs={[
          ...(isRepeats ? [{ name: 'repeats' as const, words: say('repeats.tab') }] : []),
          { name: 'messages', words: say('detail.messages'), count: formatCount(messages.length) },
          { name: 'history', words: say('detail.history'), count: say('detail.tries', { n: file.attempts }) },
          { name: 'facts', words: say('detail.facts') },
          { name: 'raw', words: say('detail.raw') },
        ]}
        chosen={tab}
        onChoose={setTab}
      >
        {tab === 'repeats' && <RepeatsTab name={file.name} repeats={repeats} />}
        {tab === 'messages' && (
          <MessagesTab
            ref={messagesTab}
            file={file}
            messages={messages}
            chosen={chosen}
            onChoose={setChosenByHand}
            explain={explain}
          />
        )}
        {tab === 'history' && <HistoryTab file={file} />}
        {tab === 'facts' && <FactsTab file={file} />}
        {tab === 'raw' && <RawAnswerTab file={file} />}
      </Tabs>
      <ResendDialog
        warning={warning}
        text={warning === 'repeats' && compared !== null ? repeatsWarning(compared) : null}
        onClose={() => setWarning(null)}
        onConfirm={(reason) => {
          setWarning(null)
          decide.resend(oneFile(file), reason)
        }}
      />
    </>
  )
}

/** The place of the list the person came from. */
const useFilesPlace = (): string => {
  const client = useQueryClient()
  const query = client.getQueryData<FilesPlace>(keys.filesPlace)?.query ?? ''
  return query === '' ? '/files' : `/files?${query}`
}

const BackLink = () => {
  const styles = useStyles()
  const place = useFilesPlace()
  return (
    <PlaceLink to={place} className={styles.back}>
      <ChevronLeft20Regular aria-hidden />
      {say('nav.files')}
    </PlaceLink>
  )
}

/** The file's name, where a list of the window has read it. */
const useKnownName = (id: string): string | null => {
  const client = useQueryClient()
  for (const [, known] of client.getQueriesData({ queryKey: keys.fileList })) {
    const row = known instanceof RowReader ? known.rowOf(id) : undefined
    if (row !== undefined) return row.name
  }
  return null
}

interface OpeningProps {
  readonly id: string
  readonly failed: boolean
  readonly children: ReactNode
}

/** The page before the file is there, or where it cannot be read: whoever hears it has a heading all the same. */
const Opening = ({ id, failed, children }: OpeningProps) => {
  const styles = useStyles()
  const hidden = useHiddenStyles()
  const name = useKnownName(id)
  // What is there within a moment is not announced to the eye.
  const seen = useIsSlow(true) || failed
  const words = name ?? say(failed ? 'detail.thisFile' : 'detail.loading')
  return (
    <>
      {seen && (
        <div className={styles.trail}>
          <BackLink />
        </div>
      )}
      <PageHeading windowTitle={words} className={seen ? undefined : hidden.hidden}>
        {words}
      </PageHeading>
      {children}
    </>
  )
}

export const FileDetailScreen = ({ id }: { readonly id: string }) => {
  const styles = useStyles()
  const place = useFilesPlace()
  const file = useFile(id)
  useEffect(() => {
    const back = (): void => goTo(place)
    window.addEventListener('storebridge-back', back)
    return () => window.removeEventListener('storebridge-back', back)
  }, [place])
  return (
    <div className={styles.screen}>
      {file.data === undefined && (
        <Opening id={id} failed={file.isError}>
          {file.isError ? (
            <ErrorState words={say('detail.error')} error={file.error} retry={() => void file.refetch()} />
          ) : (
            <LoadingLines words={say('detail.loading')} />
          )}
        </Opening>
      )}
      {file.data === null && (
        <>
          <PageHeading windowTitle={say('nav.files')}>{say('detail.noSuchFile')}</PageHeading>
          <EmptyState words={say('detail.noSuchFile.text')}>
            <PlaceLink to="/files">{say('nav.files')}</PlaceLink>
          </EmptyState>
        </>
      )}
      {file.data != null && (
        <ShowFullProvider key={id} id={id}>
          <FileBody file={file.data} />
        </ShowFullProvider>
      )}
    </div>
  )
}
