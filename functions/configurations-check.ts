import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { checkConfiguration } from '../lib/flows/configurations/check.ts'
import { answer, json, readId } from '../lib/triggers/http.ts'

functions.http('configurations-check', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'configurations/{id}/check',
  handler: (request, context) =>
    answer(context, app, async () => json(await checkConfiguration(readId(request), app()))),
})
