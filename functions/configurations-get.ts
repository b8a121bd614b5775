import { app } from '../lib/app.ts'
import { viewConfiguration } from '../lib/flows/configurations/view.ts'
import { json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-get',
  methods: ['GET'],
  route: 'configurations/{id}',
  role: 'Reader',
  handler: async (request) => json(await viewConfiguration(await readId(request), app())),
})
