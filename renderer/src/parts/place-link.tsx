// Links that stand alone: to a place inside the window, and buttons that look like links. High enough to be hit (24 px),
// and with the same ring as everything else that has the focus (Fluent only underlines its links twice, ux 2.15).

import { Link, makeStyles, mergeClasses, tokens, type LinkProps } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { rem } from '../theme/rem.ts'

const useStyles = makeStyles({
  alone: {
    display: 'inline-flex',
    alignItems: 'center',
    minHeight: rem(24),
    minWidth: rem(24),
    maxWidth: '100%',
    borderRadius: '2px',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
})

export interface PlaceLinkProps {
  /** "/files?group=refused" */
  readonly to: string
  readonly children: ReactNode
  readonly className?: string | undefined
  readonly 'aria-label'?: string | undefined
  readonly 'aria-current'?: LinkProps['aria-current']
}

export const PlaceLink = ({ to, children, className, ...rest }: PlaceLinkProps) => (
  <Link href={`#${to}`} className={mergeClasses(useStyles().alone, className)} {...rest}>
    {children}
  </Link>
)

export interface ActionLinkProps {
  readonly onClick: () => void
  readonly children: ReactNode
  readonly className?: string | undefined
  readonly disabled?: boolean
  readonly 'aria-pressed'?: boolean
}

/** Does something here instead of leading somewhere; a button to the keyboard and a screen reader. */
export const ActionLink = ({ children, className, disabled, ...rest }: ActionLinkProps) => (
  <Link
    as="button"
    type="button"
    className={mergeClasses(useStyles().alone, className)}
    disabledFocusable={disabled ?? false}
    {...rest}
  >
    {children}
  </Link>
)
