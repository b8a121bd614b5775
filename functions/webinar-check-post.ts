import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { preflightWebinar } from '../lib/flows/webinars/preflight.ts'
import { answer, json, readId } from '../lib/triggers/http.ts'

functions.http('webinar-check-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/check',
  handler: (request, context) =>
    answer(context, app, async () => {
      const row = { table: request.params.table ?? '', id: readId(request) }
      return json(await preflightWebinar(row, app()))
    }),
})
