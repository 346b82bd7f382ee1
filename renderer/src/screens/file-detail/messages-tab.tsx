// The evidence: messages left, the stored file right, linked both ways (ux 2.8). Below 1100 px they stand one above the
// other and the chosen message carries its own lines.

import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useImperativeHandle, useMemo, useRef, type Ref } from 'react'
import type { FileDetail } from '../../../../contract/ipc.ts'
import { useAnnounce } from '../../parts/live-region.tsx'
import { useRoom } from '../../theme/effective-width.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import type { Explanation } from '../../words/explain-message.ts'
import { say } from '../../words/say.ts'
import { FilePane, type FilePaneHandle } from './file-pane.tsx'
import { countMessages, steppedMessage, type FileMessage } from './file-messages.ts'
import { MessageList } from './message-list.tsx'
import { spokenOf } from './message-words.ts'
import { pointerAt } from './pointer.ts'
import { isCut, useFileLines } from './use-file-lines.ts'

const useStyles = makeStyles({
  panes: {
    display: 'flex',
    flex: `1 1 ${rem(320)}`,
    minHeight: rem(320),
    minWidth: 0,
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    overflow: 'hidden',
  },
  stacked: { flexDirection: 'column', flex: '0 0 auto' },
  left: {
    display: 'flex',
    flexDirection: 'column',
    width: rem(360),
    flexShrink: 0,
    minHeight: 0,
    borderRight: `1px solid ${colours.sbCardBorder}`,
  },
  leftStacked: { width: '100%', borderRight: 'none', borderBottom: `1px solid ${colours.sbCardBorder}` },
  right: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  rightStacked: { height: rem(420) },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px',
    minHeight: rem(40),
    flexShrink: 0,
    padding: '3px 12px 3px 16px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
  },
  title: { ...text.bodyStrong, margin: 0 },
  next: { ...text.caption, fontWeight: tokens.fontWeightRegular },
  key: {
    ...text.caption,
    marginLeft: '8px',
    padding: '1px 6px',
    borderRadius: '4px',
    border: `1px solid ${colours.sbCardBorder}`,
    backgroundColor: colours.sbLayer,
  },
  none: { ...text.body, padding: '16px', color: tokens.colorNeutralForeground2 },
})

const EXCERPT_AROUND = 2

/** "2 problems, 1 note" */
export const countWords = (messages: readonly FileMessage[]): string => {
  const { problems, notes, infos } = countMessages(messages)
  const parts = [
    ...(problems > 0 ? [say('message.problems', { n: problems })] : []),
    ...(notes > 0 ? [say('message.notes', { n: notes })] : []),
    ...(infos > 0 ? [say('message.infos', { n: infos })] : []),
  ]
  return parts.length === 0 ? say('message.none') : parts.join(', ')
}

const noMessageWords = (file: FileDetail): string => {
  if (file.state === 'accepted') return say('message.noneAccepted')
  if (file.state === 'refused') return say('advice.refusedNoLine')
  return say(file.attempts === 0 ? 'message.noneYet' : 'message.noneAnswered')
}

export interface MessagesHandle {
  /** Chooses the next or the previous message. */
  readonly step: (by: 1 | -1) => void
  /** Moves the focus to the list and says the chosen message, for who comes from another tab. */
  readonly focusChosen: () => void
  readonly focusGoTo: () => void
}

export interface MessagesTabProps {
  readonly file: FileDetail
  readonly messages: readonly FileMessage[]
  /** Index of the chosen message, -1 for none. */
  readonly chosen: number
  readonly onChoose: (index: number) => void
  readonly explain: (message: FileMessage) => Explanation
  readonly ref?: Ref<MessagesHandle>
}

export const MessagesTab = ({ file, messages, chosen, onChoose, explain, ref }: MessagesTabProps) => {
  const styles = useStyles()
  const room = useRoom()
  const announce = useAnnounce()
  const pane = useRef<FilePaneHandle>(null)
  const list = useRef<HTMLDivElement>(null)
  const message = messages[chosen] ?? null

  const choose = useRef<(index: number) => void>(() => undefined)
  choose.current = (index) => {
    const next = messages[index]
    if (next === undefined) return
    onChoose(index)
    announce(spokenOf(next, explain(next)))
  }

  useImperativeHandle(
    ref,
    () => ({
      step: (by) => choose.current(steppedMessage(chosen, by, messages.length)),
      focusChosen: () => {
        list.current?.focus()
        choose.current(chosen)
      },
      focusGoTo: () => pane.current?.focusGoTo(),
    }),
    [chosen, messages.length],
  )

  const line = message !== null && message.place === 'in-file' ? message.line : null
  const position = message?.position ?? null
  const around = useFileLines(
    file.id,
    Math.max(1, (line ?? 1) - EXCERPT_AROUND),
    line === null ? 0 : line + EXCERPT_AROUND,
  )
  const excerpt = useMemo(() => {
    if (room.wide || line === null) return null
    const numbers = Array.from({ length: EXCERPT_AROUND * 2 + 1 }, (_, index) => line - EXCERPT_AROUND + index)
    const found = numbers.flatMap((number) => around.lineAt(number) ?? [])
    // The beginning of a line without end is no help, and would fill the screen.
    if (found.some(isCut)) return null
    const indent = Math.min(...found.map(({ text: words }) => words.length - words.trimStart().length))
    const marked = found.find(({ number }) => number === line)
    const unit = marked === undefined ? null : (pointerAt(marked.text, position)?.unit ?? null)
    return found.map(({ number, text: words }) => ({
      number,
      text: words.slice(indent),
      position: number === line && unit !== null && unit > indent ? unit - indent : null,
    }))
  }, [around, line, position, room.wide])

  return (
    <div className={mergeClasses(styles.panes, !room.wide && styles.stacked)}>
      <div className={mergeClasses(styles.left, !room.wide && styles.leftStacked)} data-region>
        <div className={styles.head}>
          <h2 className={styles.title}>{countWords(messages)}</h2>
          {messages.length > 1 && (
            <Button
              appearance="transparent"
              size="small"
              className={styles.next}
              onClick={() => choose.current(steppedMessage(chosen, 1, messages.length))}
            >
              {say('message.next')}
              <span className={styles.key} aria-hidden>
                F8
              </span>
            </Button>
          )}
        </div>
        {messages.length === 0 ? (
          <div className={styles.none}>{noMessageWords(file)}</div>
        ) : (
          <MessageList
            ref={list}
            messages={messages}
            chosen={chosen}
            explain={explain}
            onChoose={(index) => choose.current(index)}
            onGoToLine={() => pane.current?.focusMarked()}
            excerpt={excerpt}
            grows={!room.wide && messages.length <= 30}
          />
        )}
      </div>
      <div className={mergeClasses(styles.right, !room.wide && styles.rightStacked)}>
        <FilePane ref={pane} file={file} messages={messages} chosen={message} />
      </div>
    </div>
  )
}
