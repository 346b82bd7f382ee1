// The folders the register writes into: path, which files, since when, and what happens after the verdict.

import { Button, makeStyles } from '@fluentui/react-components'
import { Add20Regular } from '@fluentui/react-icons/svg/add'
import { Delete20Regular } from '@fluentui/react-icons/svg/delete'
import { FolderOpen20Regular } from '@fluentui/react-icons/svg/folder-open'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { useNotices } from '../../parts/notices.tsx'
import { rem } from '../../theme/rem.ts'
import { colours, text } from '../../theme/themes.ts'
import { say } from '../../words/say.ts'
import { ChoiceSetting, errorWords, fieldElementId, SwitchSetting, TextSetting } from './form-fields.tsx'
import { newFolder, type SettingsForm } from './settings-form.ts'

const useStyles = makeStyles({
  folders: { display: 'flex', flexDirection: 'column', gap: '16px' },
  folder: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    margin: 0,
    padding: '12px 16px 16px',
    border: `1px solid ${colours.sbCardBorder}`,
    borderRadius: '6px',
    minWidth: 0,
  },
  legend: { ...text.bodyStrong, padding: '0 4px' },
  path: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'end' },
  grow: { flex: `1 1 ${rem(240)}`, minWidth: 0 },
  remove: { alignSelf: 'flex-start' },
  add: { alignSelf: 'flex-start', marginLeft: '-12px' },
  error: { ...text.caption, color: colours.sbRedFg },
})

interface FolderProps {
  readonly index: number
  readonly watched: readonly string[]
  readonly onRemove: (() => void) | null
}

const Folder = ({ index, watched, onRemove }: FolderProps) => {
  const styles = useStyles()
  const bridge = useBridge()
  const notices = useNotices()
  const { setValue, watch } = useFormContext<SettingsForm>()
  const path = watch(`folders.${index}.path`)
  const startFrom = watch(`folders.${index}.startFrom`)
  const afterVerdict = watch(`folders.${index}.afterVerdict`)
  const browse = async (): Promise<void> => {
    try {
      const chosen = await bridge.chooseFolder(undefined)
      if (chosen !== null) setValue(`folders.${index}.path`, chosen, { shouldDirty: true, shouldValidate: true })
    } catch (error) {
      notices.tell(sentenceOf(error))
    }
  }
  return (
    <fieldset className={styles.folder}>
      <legend className={styles.legend}>
        {path === '' ? say('folder.new') : say('folder.numbered', { n: index + 1 })}
      </legend>
      <div className={styles.path}>
        <div className={styles.grow}>
          <TextSetting name={`folders.${index}.path`} label={say('folder.path')} />
        </div>
        <Button icon={<FolderOpen20Regular />} onClick={() => void browse()}>
          {say('action.browse')}
        </Button>
      </div>
      <TextSetting
        name={`folders.${index}.include`}
        label={say('folder.include')}
        hint={say('folder.include.hint')}
        size="medium"
      />
      <SwitchSetting name={`folders.${index}.recursive`} label={say('folder.recursive')} />
      <ChoiceSetting
        name={`folders.${index}.startFrom`}
        label={say('folder.startFrom')}
        {...(watched.includes(path) ? { hint: say('folder.startFrom.kept') } : {})}
        choices={[
          { value: 'all', words: 'folder.startFrom.all' },
          { value: 'now', words: 'folder.startFrom.now' },
          { value: 'date', words: 'folder.startFrom.date' },
        ]}
      />
      {startFrom === 'date' && (
        <TextSetting name={`folders.${index}.startDate`} label={say('folder.startDate')} type="date" size="medium" />
      )}
      <ChoiceSetting
        name={`folders.${index}.afterVerdict`}
        label={say('folder.afterVerdict')}
        choices={[
          { value: 'keep', words: 'folder.afterVerdict.keep' },
          { value: 'archive', words: 'folder.afterVerdict.archive' },
        ]}
      />
      {afterVerdict === 'archive' && (
        <TextSetting
          name={`folders.${index}.archive`}
          label={say('folder.archive')}
          hint={say('folder.archive.hint')}
        />
      )}
      {onRemove !== null && (
        <Button appearance="subtle" className={styles.remove} icon={<Delete20Regular />} onClick={onRemove}>
          {say('folder.remove')}
        </Button>
      )}
    </fieldset>
  )
}

/** `watched`: the paths that are saved, whose beginning is decided already. */
export const FolderSettings = ({ watched }: { readonly watched: readonly string[] }) => {
  const styles = useStyles()
  const { control, formState } = useFormContext<SettingsForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'folders' })
  const error = errorWords(formState.errors.folders?.root?.message ?? formState.errors.folders?.message)
  return (
    <div className={styles.folders} id={fieldElementId('folders')} tabIndex={-1}>
      {error !== undefined && <span className={styles.error}>{error}</span>}
      {fields.map((folder, index) => (
        <Folder
          key={folder.id}
          index={index}
          watched={watched}
          onRemove={fields.length > 1 ? () => remove(index) : null}
        />
      ))}
      <div className={styles.add}>
        <Button appearance="transparent" icon={<Add20Regular />} onClick={() => append(newFolder)}>
          {say('folder.add')}
        </Button>
      </div>
    </div>
  )
}
