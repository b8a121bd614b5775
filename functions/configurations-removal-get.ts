import { app } from '../lib/app.ts'
import { viewRemoval } from '../lib/flows/configurations/remove.ts'
import { json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-removal-get',
  methods: ['GET'],
  route: 'configurations/{id}/removal',
  role: 'Reader',
  handler: async (request) => json(await viewRemoval(await readId(request), app())),
})
