import { app } from '@azure/functions'

/** The smallest possible app, for comparison. */
app.http('hello-world', { handler: async () => ({ body: 'Hello, world.' }) })
