import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'configurations-put',
  methods: ['PUT'],
  route: 'configurations/{id}',
  role: 'Administrator',
  handler: async (
    request,
    { app, configurationBody, guid, json, readRequest, saveConfiguration, waitOutQuota },
    actor,
  ) => {
    const { path, body } = await readRequest(request, {
      path: { id: guid('id') },
      body: configurationBody(app().providers),
    })
    const { credentials, ...given } = body
    return json(await waitOutQuota(() => saveConfiguration(path.id, credentials, given, actor, app())))
  },
})
