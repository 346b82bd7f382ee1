// "Export": what the screen shows as CSV or as PDF, by mouse, by keys and by the two shortcuts.

import { Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, MenuButton } from '@fluentui/react-components'
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download'
import type { CsvExport, PdfDocument } from '../../../contract/ipc.ts'
import { say } from '../words/say.ts'
import { useExport } from './use-export.ts'
import { useExportKeys } from './use-export-keys.ts'

export interface ExportMenuProps {
  readonly csv: CsvExport
  readonly pdf: PdfDocument
}

export const ExportMenu = ({ csv, pdf }: ExportMenuProps) => {
  const { saveCsv, savePdf, busy } = useExport()
  const asCsv = (): void => saveCsv(csv)
  const asPdf = (): void => savePdf(pdf)
  useExportKeys({ csv: busy ? null : asCsv, pdf: busy ? null : asPdf })
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton icon={<ArrowDownload20Regular />} disabledFocusable={busy}>
          {say('export.menu')}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={asCsv}>{say('export.csv')}</MenuItem>
          <MenuItem onClick={asPdf}>{say('export.pdf')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
