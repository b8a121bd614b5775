import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewConfiguration } from '../lib/flows/configurations/view.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'

functions.http('configurations-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) =>
    answer(context, app, async () => json(await viewConfiguration(await readId(request), app()))),
})
