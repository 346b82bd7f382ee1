// White cards with a thin border, and the head row they share: what it is, what it is about, one link at most.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useId, type ReactNode } from 'react'
import { rem } from '../theme/rem.ts'
import { colours, text } from '../theme/themes.ts'

const useStyles = makeStyles({
  card: {
    backgroundColor: colours.sbCard,
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '8px',
    padding: '16px 20px 20px',
    minWidth: 0,
  },
  // As high as with a link in it, so that cards side by side begin alike.
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 16px',
    minHeight: rem(26),
    marginBottom: '12px',
  },
  title: { ...text.bodyStrong, margin: 0, marginRight: 'auto' },
  about: { ...text.body, color: tokens.colorNeutralForeground3 },
})

export interface CardProps {
  readonly title: string
  /** Grey, after the title: "Sat 21 Nov". */
  readonly about?: string
  readonly action?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

export const Card = ({ title, about, action, className, children }: CardProps) => {
  const styles = useStyles()
  const id = useId()
  return (
    <section aria-labelledby={id} className={mergeClasses(styles.card, className)}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
          {about !== undefined && <span className={styles.about}> · {about}</span>}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}
