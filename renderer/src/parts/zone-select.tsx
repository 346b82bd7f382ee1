// A time zone by the name people use, the zones of the United States first, every zone this computer knows below.

import { Field, makeStyles, Select } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useNow } from '../data/clock.tsx'
import { zoneName } from '../format/store-time.ts'
import { say } from '../words/say.ts'

const useStyles = makeStyles({ whole: { width: '100%', minWidth: 0 } })

const nearZones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
] as const

export interface ZoneSelectProps {
  readonly value: string
  readonly onChange: (zone: string) => void
  readonly error?: string | undefined
  readonly hint?: string
  readonly name?: string
}

export const ZoneSelect = ({ value, onChange, error, hint, name }: ZoneSelectProps) => {
  const styles = useStyles()
  const now = useNow()
  const year = new Date(now).getUTCFullYear()
  const { near, others } = useMemo(() => {
    const at = Date.UTC(year, 0, 15)
    const known = Intl.supportedValuesOf('timeZone')
    const all = value === '' || known.includes(value) ? known : [value, ...known]
    return {
      near: nearZones.map((zone) => ({ zone, words: say('zone.named', { name: zoneName(zone, at), zone }) })),
      others: all.filter((zone) => !(nearZones as readonly string[]).includes(zone)),
    }
  }, [value, year])
  return (
    <Field
      label={say('form.timeZone')}
      {...(hint === undefined ? {} : { hint })}
      {...(error === undefined ? {} : { validationMessage: error })}
    >
      <Select
        className={styles.whole}
        select={{ className: styles.whole }}
        value={value}
        onChange={(_, data) => onChange(data.value)}
        {...(name === undefined ? {} : { name })}
      >
        <optgroup label={say('zone.near')}>
          {near.map(({ zone, words }) => (
            <option key={zone} value={zone}>
              {words}
            </option>
          ))}
        </optgroup>
        <optgroup label={say('zone.others')}>
          {others.map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </optgroup>
      </Select>
    </Field>
  )
}
