// What keeps the settings from being saved, at the top; it takes the focus, and each line leads to its field (ux 2.16).

import { makeStyles, tokens } from '@fluentui/react-components'
import type { Ref } from 'react'
import { ActionLink } from '../../parts/place-link.tsx'
import { StatusIcon } from '../../parts/status-icon.tsx'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { fieldElementId } from './form-fields.tsx'

const useStyles = makeStyles({
  summary: {
    display: 'flex',
    gap: '12px',
    padding: '12px 16px',
    borderRadius: '6px',
    backgroundColor: colours.sbRedTint,
    border: `1px solid ${colours.sbRedBorder}`,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  summaryTitle: { ...text.bodyStrong, margin: 0 },
  summaryList: { margin: '4px 0 0', paddingLeft: '20px' },
})

export interface SummaryEntry {
  readonly field: string | null
  readonly words: string
}

export const ErrorSummary = ({
  entries,
  ref,
}: {
  readonly entries: readonly SummaryEntry[]
  readonly ref: Ref<HTMLDivElement>
}) => {
  const styles = useStyles()
  if (entries.length === 0) return null
  const show = (field: string): void => {
    const element = document.getElementById(fieldElementId(field))
    element?.scrollIntoView({ block: 'center' })
    element?.focus()
  }
  return (
    <div ref={ref} role="alert" tabIndex={-1} className={styles.summary}>
      <StatusIcon name="refused" hue="red" />
      <div>
        <h2 className={styles.summaryTitle}>{say('settings.errors', { n: entries.length })}</h2>
        <ul className={styles.summaryList}>
          {entries.map((entry, index) => (
            <li key={index}>
              {entry.field === null ? (
                entry.words
              ) : (
                <ActionLink onClick={() => show(entry.field ?? '')}>{entry.words}</ActionLink>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** Every error of a form's nested errors, with the path of its field. */
export const flatErrors = (
  errors: unknown,
  path = '',
): readonly { readonly field: string; readonly message: string }[] => {
  if (typeof errors !== 'object' || errors === null) return []
  const message = (errors as { message?: unknown }).message
  if (typeof message === 'string' && message !== '') return [{ field: path.replace(/\.root$/, ''), message }]
  return Object.entries(errors).flatMap(([key, value]) =>
    key === 'ref' ? [] : flatErrors(value, path === '' ? key : `${path}.${key}`),
  )
}
