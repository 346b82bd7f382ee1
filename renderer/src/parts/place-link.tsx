// A link to a place inside the window; an ordinary link to the eye, the keyboard and a screen reader.

import { Link, type LinkProps } from '@fluentui/react-components'
import type { ReactNode } from 'react'

export interface PlaceLinkProps {
  /** "/files?group=refused" */
  readonly to: string
  readonly children: ReactNode
  readonly className?: string | undefined
  readonly inline?: boolean
  readonly 'aria-label'?: string | undefined
  readonly 'aria-current'?: LinkProps['aria-current']
}

export const PlaceLink = ({ to, children, inline, ...rest }: PlaceLinkProps) => (
  <Link href={`#${to}`} inline={inline ?? false} {...rest}>
    {children}
  </Link>
)
