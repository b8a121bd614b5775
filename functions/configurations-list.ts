import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'configurations-list',
  methods: ['GET'],
  route: 'configurations',
  role: 'Reader',
  handler: async (request, { app, json, listConfigurations, readRequest }) => {
    await readRequest(request, {})
    return json(await listConfigurations(app()))
  },
})
