// The states every screen shares (ux 2.5): nothing for the first 300 ms, then a quiet skeleton in place; an empty
// state of one sentence and one link; an error that keeps what was there and says that the files are safe.

import { Button, makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components'
import { useEffect, useState, type ReactNode } from 'react'
import { sentenceOf } from '../bridge.ts'
import { rem } from '../theme/rem.ts'
import { text } from '../theme/themes.ts'
import { say } from '../words/say.ts'
import { StatusIcon } from './status-icon.tsx'

const PATIENCE_MS = 300

const useStyles = makeStyles({
  skeleton: { display: 'flex', flexDirection: 'column', gap: '12px', padding: '16px 0' },
  line: { height: rem(20) },
  empty: {
    ...text.body,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: '4px 12px',
    padding: '24px 20px',
    color: tokens.colorNeutralForeground2,
  },
  error: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px', padding: '16px 20px' },
  errorWords: { ...text.body, flexGrow: 1, minWidth: rem(200) },
  detail: { ...text.caption, color: tokens.colorNeutralForeground3, display: 'block' },
})

/** True once something has been awaited for longer than a person notices. */
export const useIsSlow = (waiting: boolean): boolean => {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    if (!waiting) {
      setSlow(false)
      return
    }
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [waiting])
  return waiting && slow
}

export const LoadingLines = ({ words, lines = 6 }: { readonly words: string; readonly lines?: number }) => {
  const styles = useStyles()
  const slow = useIsSlow(true)
  return (
    <div aria-busy="true">
      {slow && (
        <Skeleton aria-label={words} className={styles.skeleton}>
          {Array.from({ length: lines }, (_, line) => (
            <SkeletonItem key={line} className={styles.line} />
          ))}
        </Skeleton>
      )}
    </div>
  )
}

export const EmptyState = ({ words, children }: { readonly words: string; readonly children?: ReactNode }) => {
  const styles = useStyles()
  return (
    <div className={styles.empty}>
      <span>{words}</span>
      {children}
    </div>
  )
}

export interface ErrorStateProps {
  /** What could not be done; says too that the files are safe. */
  readonly words: string
  readonly error: unknown
  readonly retry: () => void
}

export const ErrorState = ({ words, error, retry }: ErrorStateProps) => {
  const styles = useStyles()
  return (
    <div role="alert" className={styles.error}>
      <StatusIcon name="answer-unclear" hue="amber" />
      <span className={styles.errorWords}>
        {words}
        <span className={styles.detail}>{sentenceOf(error)}</span>
      </span>
      <Button onClick={retry}>{say('action.tryAgain')}</Button>
    </div>
  )
}
