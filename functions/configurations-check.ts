import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { checkAsOrdered } from '../lib/flows/configurations/check.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { readId } from '../lib/triggers/request.ts'

functions.http('configurations-check', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'configurations/{id}/check',
  handler: (request, context) =>
    answer(context, app, async () => {
      const id = await readId(request)
      return json(await waitOutQuota(() => checkAsOrdered(id, { by: 'key' }, app())))
    }),
})
