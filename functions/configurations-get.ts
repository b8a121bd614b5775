import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { answer, json, readId } from '../lib/edge/http.ts'
import { showConfiguration } from '../lib/flows/show-configuration.ts'

functions.http('configurations-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) => answer(context, async () => json(await showConfiguration(readId(request), app()))),
})
