// Counts what the engine has in Node's thread pool: compressing and decompressing a journal's bytes. Nothing is changed
// but that it is counted; a simulated clock must not run on meanwhile. Imported before the engine, because the engine
// takes these two functions from node:zlib when it is loaded.

import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'

type Work = (buffer: unknown, ...rest: readonly unknown[]) => unknown

let underWay = 0

const counted = (work: Work): Work => {
  return (buffer, ...rest) => {
    const done = rest.at(-1)
    if (typeof done !== 'function') return work(buffer, ...rest)
    underWay += 1
    return work(buffer, ...rest.slice(0, -1), (...results: readonly unknown[]) => {
      underWay -= 1
      ;(done as (...results: readonly unknown[]) => void)(...results)
    })
  }
}

Object.assign(zlib, { inflate: counted(zlib.inflate as Work), deflate: counted(zlib.deflate as Work) })
syncBuiltinESMExports()

/** How many are under way now. */
export const compressionUnderWay = (): number => underWay
