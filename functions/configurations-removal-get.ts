import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewRemoval } from '../lib/flows/configurations/remove.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'

functions.http('configurations-removal-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'configurations/{id}/removal',
  handler: (request, context) =>
    answer(context, app, async () => json(await viewRemoval(await readId(request), app()))),
})
