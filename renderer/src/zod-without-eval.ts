// Tells zod not to compile its schemas with `new Function`: the page's content security policy forbids it, and each try
// would be a violation. Must be imported before any module that makes a schema.

import { z } from 'zod'

z.config({ jitless: true })
