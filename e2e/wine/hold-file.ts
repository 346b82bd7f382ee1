// Opens the file it is told so that no other program may open it, says so, and waits to be ended. Windows only: the flag is
// libuv's for the exclusive sharing mode.

import { constants, openSync } from 'node:fs'

const exclusive = 0x10000000

openSync(process.argv[2] ?? '', constants.O_RDWR | exclusive)
process.send?.('held')
setInterval(() => undefined, 60_000)
process.on('disconnect', () => process.exit(0))
