import { app } from '../lib/app.ts'
import { saveConfiguration } from '../lib/flows/configurations/save.ts'
import { configurationBody } from '../lib/triggers/configuration-body.ts'
import { json } from '../lib/triggers/http.ts'
import { waitOutQuota } from '../lib/triggers/quota-wait.ts'
import { guid, readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-put',
  methods: ['PUT'],
  route: 'configurations/{id}',
  role: 'Administrator',
  handler: async (request, actor) => {
    const { path, body } = await readRequest(request, {
      path: { id: guid('id') },
      body: configurationBody(app().providers),
    })
    const { credentials, ...given } = body
    return json(await waitOutQuota(() => saveConfiguration(path.id, credentials, given, actor, app())))
  },
})
