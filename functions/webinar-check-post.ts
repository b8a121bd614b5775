import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { answer, json, readId } from '../lib/edge/http.ts'
import { checkWebinar } from '../lib/flows/check-webinar.ts'

functions.http('webinar-check-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/check',
  handler: (request, context) =>
    answer(context, async () => {
      const row = { table: request.params.table ?? '', id: readId(request) }
      return json(await checkWebinar(row, app()))
    }),
})
