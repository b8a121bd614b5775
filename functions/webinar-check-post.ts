import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { preflightWebinar } from '../lib/flows/webinars/preflight.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { readRequest, rowPath } from '../lib/triggers/request.ts'

functions.http('webinar-check-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/check',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { path: row } = await readRequest(request, { path: rowPath(app()) })
      return json(await waitOutQuota(() => preflightWebinar(row, app())))
    }),
})
