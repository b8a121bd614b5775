import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { saveConfiguration } from '../lib/flows/configurations/save.ts'
import { configurationBody } from '../lib/triggers/configuration-body.ts'
import { answer, json, readId, readJson } from '../lib/triggers/http.ts'

functions.http('configurations-put', {
  methods: ['PUT'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) =>
    answer(context, app, async () => {
      const id = readId(request)
      const { credentials, ...given } = await readJson(request, configurationBody(app().providers))
      return json(await saveConfiguration(id, credentials, given, app()))
    }),
})
