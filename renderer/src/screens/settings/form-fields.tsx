// The fields of the settings form: each knows its name, shows its error beside it, and can be found by that name, so
// that the summary at the top can lead to it.

import { Field, Input, RadioGroup, Switch, makeStyles } from '@fluentui/react-components'
import { Choice } from '../../parts/choice.tsx'
import { useController, useFormContext, type FieldPathByValue } from 'react-hook-form'
import { rem } from '../../theme/rem.ts'
import { isMessageId, say, type MessageId } from '../../words/say.ts'
import type { SettingsForm } from './settings-form.ts'

type TextName = FieldPathByValue<SettingsForm, string>
type SwitchName = FieldPathByValue<SettingsForm, boolean>

const useStyles = makeStyles({
  short: { maxWidth: rem(140) },
  medium: { maxWidth: rem(280) },
})

/** An error of our own checks is the id of its sentence; one of main's is the sentence. */
export const errorWords = (message: string | undefined): string | undefined =>
  message === undefined || message === '' ? undefined : isMessageId(message) ? say(message) : message

/** The element id of a field, for the links of the summary. */
export const fieldElementId = (name: string): string => `setting-${name.replaceAll('.', '-')}`

export interface TextSettingProps {
  readonly name: TextName
  readonly label: string
  readonly hint?: string
  readonly size?: 'short' | 'medium'
  readonly type?: 'text' | 'date' | 'time' | 'url'
  readonly numeric?: boolean
}

export const TextSetting = ({ name, label, hint, size, type = 'text', numeric = false }: TextSettingProps) => {
  const styles = useStyles()
  const { control } = useFormContext<SettingsForm>()
  const { field, fieldState } = useController({ control, name })
  const error = errorWords(fieldState.error?.message)
  const id = fieldElementId(name)
  return (
    <Field
      // Field would point its label at an id of its own.
      label={{ children: label, htmlFor: id }}
      {...(hint === undefined ? {} : { hint })}
      {...(error === undefined ? {} : { validationMessage: error })}
    >
      <Input
        id={id}
        type={type}
        {...(numeric ? { inputMode: 'decimal' as const } : {})}
        className={size === undefined ? undefined : styles[size]}
        name={field.name}
        value={String(field.value)}
        input={{ ref: field.ref }}
        onBlur={field.onBlur}
        onChange={(_, data) => field.onChange(data.value)}
        spellCheck={false}
      />
    </Field>
  )
}

export const SwitchSetting = ({ name, label }: { readonly name: SwitchName; readonly label: string }) => {
  const { control } = useFormContext<SettingsForm>()
  const { field } = useController({ control, name })
  return (
    <Switch
      id={fieldElementId(name)}
      label={label}
      checked={field.value === true}
      onChange={(_, data) => field.onChange(data.checked)}
    />
  )
}

export interface ChoiceSettingProps {
  readonly name: TextName
  readonly label: string
  readonly hint?: string
  readonly choices: readonly { readonly value: string; readonly words: MessageId }[]
}

export const ChoiceSetting = ({ name, label, hint, choices }: ChoiceSettingProps) => {
  const { control } = useFormContext<SettingsForm>()
  const { field, fieldState } = useController({ control, name })
  const error = errorWords(fieldState.error?.message)
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(error === undefined ? {} : { validationMessage: error })}
    >
      <RadioGroup
        id={fieldElementId(name)}
        value={String(field.value)}
        onChange={(_, data) => field.onChange(data.value)}
      >
        {choices.map((choice) => (
          <Choice key={choice.value} value={choice.value} words={say(choice.words)} />
        ))}
      </RadioGroup>
    </Field>
  )
}
