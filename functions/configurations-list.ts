import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { listConfigurations } from '../lib/flows/configurations/view.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'

functions.http('configurations-list', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'configurations',
  handler: (request, context) =>
    answer(context, app, async () => {
      await readRequest(request, {})
      return json(await listConfigurations(app()))
    }),
})
