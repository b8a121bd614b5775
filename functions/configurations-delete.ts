import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { removeConfiguration } from '../lib/flows/configurations/remove.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'

functions.http('configurations-delete', {
  methods: ['DELETE'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) =>
    answer(context, app, async () => json(await removeConfiguration(await readId(request), { by: 'key' }, app()))),
})
