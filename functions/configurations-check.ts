import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { answer, json, readId } from '../lib/edge/http.ts'
import { checkConfiguration } from '../lib/flows/check-configuration.ts'

functions.http('configurations-check', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'configurations/{id}/check',
  handler: (request, context) => answer(context, async () => json(await checkConfiguration(readId(request), app()))),
})
