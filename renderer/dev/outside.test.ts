// The pages of development (this folder: scripted main, gallery) are no part of the product.
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const project = join(import.meta.dirname, '..', '..')
const entry = join(project, 'renderer/index.html')

const importsOf = (file: string): readonly string[] => {
  const text = readFileSync(file, 'utf8')
  const found = file.endsWith('.html')
    ? text.matchAll(/<script[^>]+src="([^"]+)"/g)
    : text.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g)
  return [...found].flatMap(([, path]) => (path === undefined ? [] : resolve(dirname(file), path.replace(/^\//, './'))))
}

/** Every file of ours that a page takes in, however deep. */
const reachableFrom = (first: string): ReadonlySet<string> => {
  const seen = new Set<string>([first])
  for (const file of seen) if (/\.(html|tsx?)$/.test(file)) for (const each of importsOf(file)) seen.add(each)
  return seen
}

test('the window’s page takes in nothing of this folder, however deep', () => {
  const names = [...reachableFrom(entry)].map((file) => relative(project, file))
  expect(names).toContain('renderer/src/shell/frame.tsx')
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name) => name.startsWith('renderer/dev'))).toEqual([])
})

test('the gallery takes in the window’s own parts, so that the walk above would have found it', () => {
  const names = [...reachableFrom(join(project, 'renderer/dev/gallery.html'))].map((file) => relative(project, file))
  expect(names).toContain('renderer/dev/gallery.tsx')
  expect(names).toContain('renderer/src/parts/status-badge.tsx')
})

test('the app is built from that page alone, and only what was built is packed', () => {
  const build = readFileSync(join(project, 'electron.vite.config.ts'), 'utf8')
  expect(build).toContain("existingEntries({ index: 'renderer/index.html' })")
  expect(build).not.toMatch(/renderer\/dev|gallery/)
  const packed =
    /^files:\n((?: {2}- .*\n)+)/m.exec(readFileSync(join(project, 'electron-builder.yml'), 'utf8'))?.[1] ?? ''
  const taken = packed.split('\n').flatMap((line) => /^ {2}- ([^'!].*)$/.exec(line)?.[1] ?? [])
  expect(taken).toEqual(['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json'])
})
