import { app } from '../lib/app.ts'
import { removeConfiguration } from '../lib/flows/configurations/remove.ts'
import { json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'configurations-delete',
  methods: ['DELETE'],
  route: 'configurations/{id}',
  role: 'Administrator',
  handler: async (request, actor) => json(await removeConfiguration(await readId(request), actor, app())),
})
