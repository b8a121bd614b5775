import { app } from '../lib/app.ts'
import { listConfigurations } from '../lib/flows/configurations/view.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-list',
  methods: ['GET'],
  route: 'configurations',
  role: 'Reader',
  handler: async (request) => {
    await readRequest(request, {})
    return json(await listConfigurations(app()))
  },
})
