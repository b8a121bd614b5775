import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.http('health-get', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'health',
  handler: async (_request, context) => {
    const { answer, app, inEnglish, json } = await load()
    return answer(context, inEnglish(app), async () => {
      await app().ensureNotRefused()
      return json({ status: 'alive' })
    })
  },
})
