import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { answer, inEnglish, json } from '../lib/triggers/http.ts'

functions.http('health-get', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'health',
  handler: (_request, context) =>
    answer(context, inEnglish(app), async () => {
      await app().ensureNotRefused()
      return json({ status: 'alive' })
    }),
})
