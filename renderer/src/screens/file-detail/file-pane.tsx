// The right half of the evidence: head with the place in the sale and "Go to line", then the file itself, or the words
// for why it cannot be shown.

import { Button, Input, makeStyles, Switch, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react'
import { flushSync } from 'react-dom'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { useBridge } from '../../bridge.ts'
import { useStoreTimes } from '../../data/snapshot-context.tsx'
import { lengthInCharacters } from '../../format/characters.ts'
import { formatCount } from '../../format/quantity.ts'
import { formatRegisterTime } from '../../format/register-time.ts'
import { NoticeBar } from '../../parts/notice-bar.tsx'
import { useAnnounce } from '../../parts/live-region.tsx'
import { EmptyState, ErrorState } from '../../parts/screen-states.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { kindWords } from './advice.ts'
import { markedLines, type FileMessage } from './file-messages.ts'
import { LaidOutView } from './laid-out-view.tsx'
import { inFull, useShowFull } from './show-full.tsx'
import { useFileLines, useLineContext } from './use-file-lines.ts'
import { LONG_LINE, XmlViewer, type MarkedWindow, type ViewerMark, type XmlViewerHandle } from './xml-viewer.tsx'

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0, flexGrow: 1 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 12px',
    minHeight: rem(40),
    flexShrink: 0,
    padding: '3px 8px 3px 16px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  title: { ...text.bodyStrong, margin: 0 },
  context: { ...text.caption, color: tokens.colorNeutralForeground3, marginRight: 'auto' },
  goTo: { display: 'flex', alignItems: 'center', gap: '8px' },
  label: { ...text.caption, color: tokens.colorNeutralForeground3 },
  line: { width: rem(88) },
  go: { minWidth: rem(48), fontWeight: tokens.fontWeightRegular },
  notice: { padding: '8px 16px' },
})

export interface FilePaneHandle {
  readonly focusMarked: () => void
  readonly focusGoTo: () => void
}

export interface FilePaneProps {
  readonly file: FileDetail
  readonly messages: readonly FileMessage[]
  readonly chosen: FileMessage | null
  readonly ref?: Ref<FilePaneHandle>
}

/** When the copy was removed, and why: nobody shall think that it was lost. */
const removedWords = (file: FileDetail, removedAt: string, exact: (at: string) => string): string =>
  say(file.contentRemovedWhy === 'disk-space' ? 'viewer.removedForSpace' : 'viewer.removedAge', {
    date: exact(removedAt),
  })

/** A window of a very long line round the marked position, with "…" where it was cut. */
const useMarkedWindow = (file: FileDetail, mark: ViewerMark | null): MarkedWindow | null => {
  const bridge = useBridge()
  const { full } = useShowFull()
  const mayBeLong = mark !== null && (file.longestLine ?? 0) > LONG_LINE
  const { data } = useQuery({
    queryKey: ['long-line', file.id, mark?.line, mark?.position, ...(full ? [inFull] : [])],
    queryFn: () =>
      mark === null ? null : bridge.getLongLine({ id: file.id, line: mark.line, position: mark.position ?? 1, full }),
    enabled: mayBeLong,
    gcTime: 20_000,
  })
  return useMemo(() => {
    if (data == null || data.length <= LONG_LINE) return null
    const cutStart = data.start > 0
    const cutEnd = data.start + lengthInCharacters(data.text) < data.length
    const lead = cutStart ? '…' : ''
    return {
      text: `${lead}${data.text}${cutEnd ? '…' : ''}`,
      mark: data.mark === null ? null : data.mark + lead.length,
    }
  }, [data])
}

const eventWords = (type: string): 'viewer.sale' | 'viewer.refund' | 'viewer.event' =>
  type === 'SaleEvent' ? 'viewer.sale' : type === 'RefundEvent' ? 'viewer.refund' : 'viewer.event'

const useContextWords = (id: string, line: number | null): string => {
  const event = useLineContext(id, line)
  if (event === null) return ''
  const time = formatRegisterTime(event.at)
  return [
    say(eventWords(event.type), { index: event.index, of: event.of }),
    ...(event.transactionId === null ? [] : [say('viewer.receipt', { id: event.transactionId })]),
    ...(event.registerId === null ? [] : [say('viewer.register', { id: event.registerId })]),
    ...(time === null ? [] : [time]),
  ].join(' · ')
}

/** What the file's text is called: sent, or only stored. */
export const fileTitle = (file: Pick<FileDetail, 'attempts'>): string =>
  say(file.attempts > 0 ? 'viewer.titleSent' : 'viewer.titleStored')

export const FilePane = ({ file, messages, chosen, ref }: FilePaneProps) => {
  const styles = useStyles()
  const announce = useAnnounce()
  const viewer = useRef<XmlViewerHandle>(null)
  const lineInput = useRef<HTMLInputElement>(null)
  const [view, setView] = useState({ first: 1, last: 60 })
  const [laidOut, setLaidOut] = useState(false)
  const lineCount = file.lineCount ?? 0
  const chosenLine = chosen !== null && chosen.place === 'in-file' ? chosen.line : null
  const mark: ViewerMark | null = useMemo(
    () =>
      chosen === null || chosenLine === null || lineCount === 0
        ? null
        : {
            line: chosenLine,
            position: chosen.position !== null && chosen.position >= 1 ? chosen.position : null,
            kind: chosen.kind,
          },
    [chosen, chosenLine, lineCount],
  )
  const marks = useMemo(() => markedLines(messages), [messages])
  const { exact } = useStoreTimes()
  const markedWindow = useMarkedWindow(file, mark)
  const lines = useFileLines(file.id, view.first, lineCount === 0 ? 0 : Math.min(view.last, lineCount))
  const [typed, setTyped] = useState('')
  const [wrongLine, setWrongLine] = useState(false)
  const context = useContextWords(file.id, chosenLine)
  const { full, setFull } = useShowFull()

  useEffect(() => {
    setTyped(chosenLine === null ? '' : String(chosenLine))
    setWrongLine(false)
    setLaidOut(false)
  }, [chosen?.key, chosenLine])

  // Choosing a message scrolls the file at once; so does coming back from the laid-out view.
  useEffect(() => {
    if (chosenLine !== null && !laidOut) viewer.current?.showLine(chosenLine)
  }, [chosen?.key, chosenLine, laidOut])

  useImperativeHandle(
    ref,
    () => ({
      focusMarked: () => viewer.current?.focusMarked(),
      focusGoTo: () => {
        lineInput.current?.focus()
        lineInput.current?.select()
      },
    }),
    [],
  )

  const onView = useCallback((first: number, last: number) => setView({ first, last }), [])
  const go = (): void => {
    const wanted = Number(typed.replaceAll(/[\s,.]/g, ''))
    const fits = Number.isInteger(wanted) && wanted >= 1 && wanted <= lineCount
    setWrongLine(!fits)
    if (!fits) {
      announce(say('viewer.noSuchLine', { n: formatCount(lineCount) }))
      return
    }
    // A laid-out part has no lines of the file; coming back shows the marked one first.
    if (laidOut) flushSync(() => setLaidOut(false))
    viewer.current?.showLine(wanted)
    announce(say('viewer.atLine', { line: wanted }))
  }

  if (file.lineCount === null || file.lineCount === 0) {
    const reason =
      file.state === 'found' || file.state === 'vanished' || file.problem === 'too-large' || file.storedAt === null
        ? 'viewer.notStored'
        : file.size === 0
          ? 'viewer.empty'
          : 'viewer.notKept'
    return (
      <div className={styles.pane}>
        <div className={styles.head}>
          <h2 className={styles.title}>{say('viewer.titleStored')}</h2>
        </div>
        <EmptyState
          words={file.contentRemovedAt === null ? say(reason) : removedWords(file, file.contentRemovedAt, exact)}
        />
      </div>
    )
  }

  const longMark = markedWindow !== null && mark !== null
  return (
    <div className={styles.pane}>
      <div className={styles.head}>
        <h2 className={styles.title}>{fileTitle(file)}</h2>
        <span className={styles.context}>{context}</span>
        <Switch
          label={say('viewer.showFull')}
          labelPosition="before"
          checked={full}
          onChange={(_, data) => setFull(data.checked)}
        />
        {longMark && (
          <Switch
            label={say('viewer.laidOut')}
            labelPosition="before"
            checked={laidOut}
            onChange={(_, data) => setLaidOut(data.checked)}
          />
        )}
        <form
          className={styles.goTo}
          onSubmit={(event) => {
            event.preventDefault()
            go()
          }}
        >
          <label className={styles.label} htmlFor="viewer-line">
            {say('viewer.line')}
          </label>
          <Input
            id="viewer-line"
            size="small"
            inputMode="numeric"
            className={styles.line}
            title={say('viewer.goTo.tooltip')}
            aria-invalid={wrongLine}
            input={{ ref: lineInput }}
            value={typed}
            onChange={(_, data) => setTyped(data.value)}
          />
          <Button size="small" type="submit" className={styles.go}>
            {say('viewer.go')}
          </Button>
        </form>
      </div>
      {full && (
        <div className={styles.notice}>
          <NoticeBar hue="amber" icon="key" cause={say('viewer.showFull')} text={say('viewer.showFull.note')} />
        </div>
      )}
      {file.changedInFolder && (
        <div className={styles.notice}>
          <NoticeBar hue="amber" icon="replaced" cause={say('viewer.changed')} text={say('viewer.changed.text')} />
        </div>
      )}
      {wrongLine && (
        <div className={styles.notice}>
          <NoticeBar
            hue="amber"
            icon="unsure"
            cause={say('viewer.noSuchLine', { n: formatCount(lineCount) })}
            text=""
          />
        </div>
      )}
      {lines.error !== null && <ErrorState words={say('viewer.error')} error={lines.error} retry={lines.retry} />}
      {longMark && laidOut ? (
        <LaidOutView
          id={file.id}
          mark={mark}
          label={say('viewer.laidOutLabel', { kind: say(kindWords[mark.kind].name) })}
        />
      ) : (
        <XmlViewer
          ref={viewer}
          label={fileTitle(file)}
          lineCount={lineCount}
          marks={marks}
          mark={mark}
          markedWindow={markedWindow}
          lineAt={lines.lineAt}
          reading={lines.error === null}
          onView={onView}
        />
      )}
    </div>
  )
}
