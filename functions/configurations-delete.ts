import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { answer, json, readId } from '../lib/edge/http.ts'
import { removeConfiguration } from '../lib/flows/remove-configuration.ts'

functions.http('configurations-delete', {
  methods: ['DELETE'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) => answer(context, async () => json(await removeConfiguration(readId(request), app()))),
})
