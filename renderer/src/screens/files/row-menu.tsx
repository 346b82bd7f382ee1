// What can be done with one file of the list: by right click, the menu key or Shift+F10 (ux 2.14). What needs a warning is
// decided on the file's own page, where the warning can say what is known.

import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components'
import { Archive20Regular } from '@fluentui/react-icons/svg/archive'
import { ArrowUndo20Regular } from '@fluentui/react-icons/svg/arrow-undo'
import { Copy20Regular } from '@fluentui/react-icons/svg/copy'
import { Open20Regular } from '@fluentui/react-icons/svg/open'
import { Prohibited20Regular } from '@fluentui/react-icons/svg/prohibited'
import { Send20Regular } from '@fluentui/react-icons/svg/send'
import { sentenceOf, useBridge } from '../../bridge.ts'
import { oneFile, useDecide } from '../../decisions/use-decide.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { say } from '../../words/say.ts'
import { useCopyFileForSupport } from '../file-detail/use-copy-file-for-support.ts'
import { actionsOf } from '../file-detail/file-actions.ts'
import type { ListRow } from './pinned-list.ts'

export interface MenuPlace {
  readonly row: ListRow
  readonly index: number
  /** In the window. */
  readonly x: number
  readonly y: number
}

export interface RowMenuProps {
  readonly place: MenuPlace
  readonly onOpen: () => void
  readonly onClose: () => void
}

/** Sending it again needs no word of warning. */
const canBeResent = ({ state, problem }: ListRow): boolean =>
  state === 'refused' || state === 'set-aside' || (state === 'held' && problem !== 'repeats')

export const RowMenu = ({ place: { row, x, y }, onOpen, onClose }: RowMenuProps) => {
  const bridge = useBridge()
  const decide = useDecide()
  const notices = useNotices()
  const copyForSupport = useCopyFileForSupport()
  const file = oneFile(row)
  const offered = actionsOf(row.state)
  const told = (work: Promise<unknown>, words: string): void => {
    work.then(
      () => notices.tell(words),
      (error: unknown) => notices.tell(sentenceOf(error)),
    )
  }
  const copyWhole = async (): Promise<void> => {
    try {
      const detail = await bridge.getFile({ id: row.id })
      if (detail !== null) await copyForSupport(detail)
    } catch (error) {
      notices.tell(sentenceOf(error))
    }
  }
  const target = {
    getBoundingClientRect: () => new DOMRect(x, y, 0, 0),
  }
  return (
    <Menu
      open
      onOpenChange={(_, data) => {
        if (!data.open) onClose()
      }}
      positioning={{ target, position: 'below', align: 'start' }}
    >
      <MenuPopover>
        <MenuList aria-label={say('files.menu', { name: row.name })}>
          <MenuItem icon={<Open20Regular />} onClick={onOpen}>
            {say('files.menu.open')}
          </MenuItem>
          {canBeResent(row) && (
            <MenuItem icon={<Send20Regular />} onClick={() => decide.resend(file)}>
              {say('action.sendAgain')}
            </MenuItem>
          )}
          {offered.includes('set-aside') && (
            <MenuItem icon={<Archive20Regular />} onClick={() => decide.setAside(file)}>
              {say('action.setAside')}
            </MenuItem>
          )}
          {offered.includes('ignore') && (
            <MenuItem icon={<Prohibited20Regular />} onClick={() => decide.ignore(file)}>
              {say('action.ignore')}
            </MenuItem>
          )}
          {offered.includes('put-back') && (
            <MenuItem icon={<ArrowUndo20Regular />} onClick={() => decide.putBack(file)}>
              {say('action.putBack')}
            </MenuItem>
          )}
          <MenuDivider />
          <MenuItem icon={<Copy20Regular />} onClick={() => told(bridge.copyText(row.name), say('detail.nameCopied'))}>
            {say('detail.copyName')}
          </MenuItem>
          <MenuItem icon={<Copy20Regular />} onClick={() => void copyWhole()}>
            {say('action.copyForSupport')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
