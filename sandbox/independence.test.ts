import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const sandbox = join(root, 'sandbox')
const sources = readdirSync(sandbox, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
const isTest = (name: string): boolean => name.endsWith('.test.ts') || name.startsWith('testing')
const importsOf = (name: string): readonly string[] =>
  [...readFileSync(join(sandbox, name), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, path = '']) => path)

describe('the practice cloud', () => {
  test.each(sources)('%s imports nothing of the product but its words on the wire', (name) => {
    for (const path of importsOf(name)) {
      if (!path.startsWith('.')) continue
      const target = relative(root, resolve(dirname(join(sandbox, name)), path))
      expect(target).toMatch(/^(sandbox\/.*|contract\/(cloud|vocabulary))\.ts$/)
    }
  })

  test.each(sources.filter((name) => !isTest(name)))('%s uses only the libraries it may', (name) => {
    const libraries = importsOf(name).filter((path) => !path.startsWith('.') && !path.startsWith('node:'))
    expect(libraries.filter((library) => !['big.js', 'saxes', 'xmlbuilder2', 'zod'].includes(library))).toEqual([])
  })
})
