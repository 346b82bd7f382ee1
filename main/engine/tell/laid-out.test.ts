import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOut } from './laid-out.ts'

const journal =
  '<J><SaleEvent><ID>7</ID><ItemLine status="normal"><Code a="1>2"/><Price>1,25</Price><!-- <Odd> --></ItemLine><ItemLine><Price>2.00</Price></ItemLine></SaleEvent></J>'

describe('an element laid out', () => {
  test('is the smallest one round the place that has elements in it', () => {
    const laid = layOut(journal, journal.indexOf('1,25'))
    expect(laid?.lines).toEqual([
      '<ItemLine status="normal">',
      '  <Code a="1>2"/>',
      '  <Price>1,25</Price>',
      '  <!-- <Odd> -->',
      '</ItemLine>',
    ])
    expect([laid?.markedLine, laid?.markedColumn]).toEqual([3, 10])
  })

  test('marks the very character, wherever it stands', () => {
    for (let place = 0; place < journal.length; place += 1) {
      const laid = layOut(journal, place)
      const line = laid?.lines[(laid.markedLine ?? 0) - 1]
      expect(line?.[(laid?.markedColumn ?? 0) - 1], `place ${place}`).toBe(journal[place])
    }
  })

  test('is the element itself where what is round it is too large', () => {
    const large = `<J>${'<A>1</A>'.repeat(500)}</J>`
    expect(layOut(large, large.indexOf('1</A><A>1</A>') + 8)?.lines).toEqual(['<A>1</A>'])
  })

  test('is told even where the document is broken further on', () => {
    const broken = '<J><L><P>1,2</P></L><L><P>3'
    expect(layOut(broken, broken.indexOf('1,2'))?.lines).toEqual(['<L>', '  <P>1,2</P>', '</L>'])
  })

  test('does not exist where no whole element is round the place', () => {
    expect(layOut('<A><B', 1)).toBeNull()
    expect(layOut('just text', 3)).toBeNull()
    expect(layOut('<A></B>', 1)).toBeNull()
    expect(layOut('<A/>', 40)).toBeNull()
  })

  test('keeps every character that is not white space between tags', () => {
    const name = fc.constantFrom('A', 'B', 'n:C')
    const element: fc.Memo<string> = fc.memo((n) =>
      fc
        .tuple(
          name,
          n <= 1
            ? fc.constantFrom('', '1', 'x y')
            : fc
                .array(fc.oneof(element(n - 1), fc.constantFrom('t', ' ', '\n')), { maxLength: 4 })
                .map((parts) => parts.join('')),
        )
        .map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
    )
    fc.assert(
      fc.property(element(4), fc.nat(), (xml, pick) => {
        const laid = layOut(xml, pick % xml.length)
        if (laid === null) throw new Error('nothing laid out')
        const bare = (text: string): string => text.replaceAll(/\s/g, '')
        expect(bare(xml)).toContain(bare(laid.lines.join('')))
      }),
    )
  })
})
