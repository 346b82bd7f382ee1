// No text of the window bypasses the catalogues: what a person sees or hears is said by id, or is data.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '../src')

/** Attributes and properties whose value is read by a person or by a screen reader. */
const spoken = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'label',
  'placeholder',
  'title',
  'hint',
  'words',
  'text',
  'cause',
  'button',
  'validationMessage',
])

interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** A word of a language: two letters or more in a row. Signs, figures and keys such as "F5" are none. */
const hasWords = (text: string): boolean => /\p{L}{2,}/u.test(text)

/** What an expression in the place of a text writes itself, without what it calls or reads. */
const written = (value: unknown): readonly string[] => {
  if (!isNode(value)) return []
  switch (value.type) {
    case 'Literal':
      return typeof value['value'] === 'string' ? [value['value']] : []
    case 'TemplateLiteral':
      return (value['quasis'] as readonly { readonly value: { readonly cooked: string } }[]).map((q) => q.value.cooked)
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      return written(value['expression'])
    case 'ConditionalExpression':
      return [...written(value['consequent']), ...written(value['alternate'])]
    case 'LogicalExpression':
    case 'BinaryExpression':
      return value['type'] === 'BinaryExpression' && value['operator'] !== '+'
        ? []
        : [...written(value['left']), ...written(value['right'])]
    default:
      return []
  }
}

const literalsOf = (name: string, text: string): readonly string[] => {
  const found: string[] = []
  const note = (node: Node, texts: readonly string[]): void => {
    const line = text.slice(0, node.start).split('\n').length
    for (const each of texts) if (hasWords(each)) found.push(`${name}:${line}: ${each.trim()}`)
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each)
      return
    }
    if (!isNode(value)) return
    if (value.type === 'JSXText') note(value, [String(value['value'])])
    if (value.type === 'JSXAttribute') {
      const attribute = value['name'] as { readonly name: unknown }
      if (typeof attribute.name === 'string' && spoken.has(attribute.name)) note(value, written(value['value']))
      // An attribute's expression is no child: what a class or a state is called is no text.
      if (isNode(value['value'])) visit(value['value']['type'] === 'JSXExpressionContainer' ? value['value']['expression'] : null)
      return
    }
    if (value.type === 'JSXElement' || value.type === 'JSXFragment')
      for (const child of value['children'] as readonly Node[])
        if (child.type === 'JSXExpressionContainer') note(child, written(child))
    for (const [field, inner] of Object.entries(value)) if (field !== 'type') visit(inner)
  }
  visit(parseSync(name, text).program)
  return found
}

test('no element, and no attribute that is read out, holds words of its own', () => {
  const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.test)\.tsx$/.test(name))
  expect(names.length).toBeGreaterThan(50)
  expect(names.flatMap((name) => literalsOf(name, readFileSync(join(source, name), 'utf8')))).toEqual([])
})

test.each([
  ['<p>Hello there</p>', ['Hello there']],
  ['<p>{ready ? "Ready" : say("x.y")}</p>', ['Ready']],
  ['<p>{ready && `Ready at ${time}`}</p>', ['Ready at']],
  ['<button aria-label="Close" />', ['Close']],
  ['<button aria-label={open ? "Close it" : say("action.open")} />', ['Close it']],
  ['<Field hint={"Two " + n} />', ['Two']],
  ['<Outer part={<b>Inner words</b>} />', ['Inner words']],
  ['<p className="wide" lang="en">{say("a.b")} · {name} ›</p>', []],
  ['<p>{mark === "refused" && <Icon name="refused" />}</p>', []],
  ['<kbd>↑↓</kbd>', []],
])('in %s these words are found: %j', (markup, words) => {
  expect(literalsOf('a.tsx', `const a = ${markup}`)).toEqual(words.map((each) => `a.tsx:1: ${each}`))
})
