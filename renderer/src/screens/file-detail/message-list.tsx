// The messages as a listbox: arrows choose, Enter goes to the line, F8 and Shift+F8 step from anywhere on the page. The
// chosen one is open: what it means, then the words as they came, marked as English. Only rows in view exist, because
// an acknowledgement may carry thousands.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { DismissCircle16Filled } from '@fluentui/react-icons/svg/dismiss-circle'
import { Info16Regular } from '@fluentui/react-icons/svg/info'
import { Warning16Regular } from '@fluentui/react-icons/svg/warning'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useImperativeHandle, useRef, type KeyboardEvent, type Ref } from 'react'
import { hue, useHueStyles } from '../../theme/hue-styles.ts'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { usePixels } from '../../theme/effective-width.tsx'
import type { Explanation } from '../../words/explain-message.ts'
import { say } from '../../words/say.ts'
import { kindWords } from './advice.ts'
import { CodeLine } from './code-line.tsx'
import type { FileMessage } from './file-messages.ts'
import { captionOf, titleOf } from './message-words.ts'

const useStyles = makeStyles({
  list: {
    position: 'relative',
    flexGrow: 1,
    minHeight: 0,
    overflowY: 'auto',
    overflowAnchor: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  grows: { overflowY: 'visible' },
  spacer: { position: 'relative' },
  option: {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    display: 'flex',
    gap: '10px',
    padding: '8px 16px 12px 14px',
    borderBottom: `1px solid ${colours.sbCardBorder}`,
    borderLeft: '3px solid transparent',
    '@media (forced-colors: active)': { borderLeftColor: 'Canvas' },
    cursor: 'pointer',
    overflowWrap: 'anywhere',
  },
  chosen: {
    backgroundColor: tokens.colorNeutralBackground2,
    borderLeftColor: hue.fg,
    '@media (forced-colors: active)': {
      borderLeftColor: 'Highlight',
      outline: '1px solid Highlight',
      outlineOffset: '-2px',
    },
  },
  picture: { color: hue.fg, flexShrink: 0, marginTop: rem(1) },
  words: { minWidth: 0, flexGrow: 1 },
  caption: { ...text.caption, color: tokens.colorNeutralForeground3 },
  title: { ...text.body },
  strong: { fontWeight: tokens.fontWeightSemibold },
  label: { ...text.caption, color: tokens.colorNeutralForeground3, marginTop: '6px' },
  quote: { ...text.quote },
  excerpt: {
    ...text.quote,
    marginTop: '8px',
    padding: '4px 8px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    backgroundColor: colours.sbCode,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '6px',
  },
  excerptMark: { display: 'inline-block', width: '2ch', color: hue.fg },
  excerptNumber: {
    display: 'inline-block',
    minWidth: '5ch',
    paddingRight: '2ch',
    color: tokens.colorNeutralForeground3,
    userSelect: 'none',
  },
})

const pictures = { problem: DismissCircle16Filled, note: Warning16Regular, info: Info16Regular } as const

export interface ExcerptLine {
  readonly number: number
  readonly text: string
  /** Of the marked character in `text`, UTF-16 units from 1; null on the other lines and where it is not known. */
  readonly position: number | null
}

export interface MessageListProps {
  readonly messages: readonly FileMessage[]
  readonly chosen: number
  readonly explain: (message: FileMessage) => Explanation
  readonly onChoose: (index: number) => void
  readonly onGoToLine: () => void
  /** Lines around the chosen message, when the list stands alone above the file. */
  readonly excerpt: readonly ExcerptLine[] | null
  /** The list is as high as its content, and the page scrolls. */
  readonly grows: boolean
  /** The list itself, to give it the focus. */
  readonly ref?: Ref<HTMLDivElement>
}

const OpenPart = ({
  message,
  explanation,
  excerpt,
}: {
  readonly message: FileMessage
  readonly explanation: Explanation
  readonly excerpt: MessageListProps['excerpt']
}) => {
  const styles = useStyles()
  const own = message.from === 'storebridge'
  const wordsAreTitle = explanation.short === null
  return (
    <>
      {explanation.means !== null && (
        <>
          <div className={styles.label}>{say('message.means')}</div>
          <div>{explanation.means}</div>
        </>
      )}
      {wordsAreTitle && message.words !== null && <div className={styles.label}>{say('message.noExplanation')}</div>}
      {message.words !== null && !wordsAreTitle && (
        <>
          <div className={styles.label}>{say(own ? 'message.ownWords' : 'message.theirWords')}</div>
          <div lang="en" className={styles.quote}>
            {message.words}
          </div>
        </>
      )}
      {message.rule !== null && <div className={styles.label}>{say('message.rule', { rule: message.rule })}</div>}
      {excerpt !== null && excerpt.length > 0 && (
        <div className={styles.excerpt}>
          {excerpt.map((line) => (
            <div key={line.number}>
              <span className={styles.excerptMark}>{line.number === message.line ? '▶' : ''}</span>
              <span className={styles.excerptNumber}>{line.number}</span>
              <CodeLine text={line.text} marked={line.number === message.line} position={line.position} />
            </div>
          ))}
        </div>
      )}
    </>
  )
}

export const MessageList = (props: MessageListProps) => {
  const { messages, chosen, explain, onChoose, onGoToLine, excerpt, grows, ref } = props
  const styles = useStyles()
  const hues = useHueStyles()
  const pixels = usePixels()
  const id = useId()
  const list = useRef<HTMLDivElement | null>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => list.current, [])
  const virtualizer = useVirtualizer({
    count: messages.length,
    // A list that grows with the page shows so few that all may exist.
    getScrollElement: () => list.current,
    estimateSize: () => pixels(64),
    overscan: grows ? messages.length : 6,
    getItemKey: (index) => messages[index]?.key ?? index,
  })
  useEffect(() => {
    if (chosen >= 0 && !grows) virtualizer.scrollToIndex(chosen, { align: 'auto' })
  }, [chosen, grows, virtualizer])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(messages.length - 1, chosen + 1),
      ArrowUp: Math.max(0, chosen - 1),
      Home: 0,
      End: messages.length - 1,
    }
    const next = moves[event.key]
    if (next !== undefined) {
      event.preventDefault()
      onChoose(next)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      onGoToLine()
    }
  }

  return (
    <div
      ref={list}
      role="listbox"
      aria-label={say('message.list')}
      aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
      tabIndex={0}
      className={mergeClasses(styles.list, grows && styles.grows)}
      onKeyDown={onKeyDown}
    >
      <div role="none" className={styles.spacer} style={{ height: `${virtualizer.getTotalSize()}px` }}>
        {virtualizer.getVirtualItems().map((item) => {
          const message = messages[item.index]
          if (message === undefined) return null
          const isChosen = item.index === chosen
          const explanation = explain(message)
          const Picture = pictures[message.kind]
          return (
            <div
              key={item.key}
              id={`${id}-${item.index}`}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="option"
              aria-selected={isChosen}
              aria-setsize={messages.length}
              aria-posinset={item.index + 1}
              className={mergeClasses(hues[kindWords[message.kind].hue], styles.option, isChosen && styles.chosen)}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => onChoose(item.index)}
            >
              <Picture className={styles.picture} aria-hidden />
              <div className={styles.words}>
                <div className={styles.caption}>{captionOf(message)}</div>
                <div
                  className={mergeClasses(styles.title, isChosen && styles.strong)}
                  lang={explanation.short === null ? 'en' : undefined}
                >
                  {titleOf(message, explanation)}
                </div>
                {isChosen && <OpenPart message={message} explanation={explanation} excerpt={excerpt} />}
              </div>
            </div>
          )
        })}
      </div>
    </div>
  )
}
