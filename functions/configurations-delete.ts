import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { removeConfiguration } from '../lib/flows/configurations/remove.ts'
import { answer, json, readId } from '../lib/triggers/http.ts'

functions.http('configurations-delete', {
  methods: ['DELETE'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) =>
    answer(context, app, async () => json(await removeConfiguration(readId(request), app()))),
})
