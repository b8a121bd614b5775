import { app } from '@azure/functions'

/** The smallest app there is, for comparison. */
app.http('hello-world', { handler: async () => ({ body: 'Hello, world.' }) })
