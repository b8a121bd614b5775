import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { saveConfiguration } from '../lib/flows/configurations/save.ts'
import { configurationBody } from '../lib/triggers/configuration-body.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { guid, readRequest } from '../lib/triggers/request.ts'

functions.http('configurations-put', {
  methods: ['PUT'],
  authLevel: 'function',
  route: 'configurations/{id}',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { path, body } = await readRequest(request, {
        path: { id: guid('id') },
        body: configurationBody(app().providers),
      })
      const { credentials, ...given } = body
      return json(await waitOutQuota(() => saveConfiguration(path.id, credentials, given, { by: 'key' }, app())))
    }),
})
