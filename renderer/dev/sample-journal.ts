// Lines of made-up register journals: a small one with a wrong price on line 412, one of 1.3 million lines, and one
// that is a single line of five million characters. Made on demand, never held whole.

const header = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<NAXML-POSJournal xmlns="http://www.naxml.org/POSBO/Vocabulary/2003-10-16" version="3.4">',
  '  <TransmissionHeader>',
  '    <StoreLocationID>33084</StoreLocationID>',
  '    <VendorName>Sample Register</VendorName>',
  '    <VendorModelVersion>21.03</VendorModelVersion>',
  '  </TransmissionHeader>',
  '  <JournalReport>',
]

const items = [
  ['049000000443', 'Cola 12oz', '1.25', '4', '5.00'],
  ['028400090865', 'Chips salted', '2.49', '1', '2.49'],
  ['012000001314', 'Water 1L', '1.79', '2', '3.58'],
  ['034000002207', 'Chocolate bar', '1.59', '1', '1.59'],
] as const

const itemLines = (number: number): readonly string[] => {
  const [code, name, price, quantity, amount] = items[number % items.length] ?? items[0]
  return [
    '        <TransactionLine>',
    '          <ItemLine>',
    '            <ItemCode>',
    '              <POSCodeFormat format="upcA"/>',
    `              <POSCode>${code}</POSCode>`,
    '              <POSCodeModifier name="pc">1</POSCodeModifier>',
    '            </ItemCode>',
    `            <Description>${name}</Description>`,
    '            <EntryMethod method="scan"/>',
    `            <ActualSalesPrice>${price}</ActualSalesPrice>`,
    '            <MerchandiseCode>7</MerchandiseCode>',
    `            <SellingUnits>${quantity}</SellingUnits>`,
    `            <RegularSellPrice>${price}</RegularSellPrice>`,
    `            <SalesQuantity>${quantity}</SalesQuantity>`,
    `            <SalesAmount>${amount}</SalesAmount>`,
    '          </ItemLine>',
    '        </TransactionLine>',
  ]
}

const perItem = 17

/** Line of a journal that is items without end; the same line every time it is asked for. */
export const endlessLine = (number: number): string => {
  const fromHeader = header[number - 1]
  if (fromHeader !== undefined) return fromHeader
  const index = number - 1 - header.length
  const item = Math.floor(index / perItem)
  return itemLines(item)[index % perItem] ?? ''
}

/** The journal of the refused file: line 412 has a comma, 413 an empty code; its card number is hidden, as main hides it. */
export const refusedJournal = (): readonly string[] => {
  const lines = Array.from({ length: 620 }, (_, index) => endlessLine(index + 1))
  const block = itemLines(0)
  block.forEach((line, index) => {
    lines[402 + index] = line.replace('<POSCodeModifier name="pc">1', '<POSCodeModifier name="pc">4')
  })
  lines[411] = '            <ActualSalesPrice>1,25</ActualSalesPrice>'
  lines[412] = '            <MerchandiseCode/>'
  lines[412 - 20] = '          <AccountInfo><AccountID>411111••••••1111</AccountID></AccountInfo>'
  lines[412 - 19] = '          <Reference>Card 4111 11•• •••• 1111 approved</Reference>'
  lines[618] = '  </JournalReport>'
  lines[619] = '</NAXML-POSJournal>'
  return lines
}

export const oneLineLength = 5_000_000
export const oneLinePosition = 3_400_031

/** Characters [start, end) of the one-line journal. */
export const oneLineText = (start: number, end: number): string => {
  const unit = itemLines(0)
    .map((line) => line.trim())
    .join('')
  let text = ''
  for (let at = start; at < end;) {
    const offset = at % unit.length
    const piece = unit.slice(offset, Math.min(unit.length, offset + end - at))
    text += piece
    at += piece.length
  }
  return text
}
