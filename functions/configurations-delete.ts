import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'configurations-delete',
  methods: ['DELETE'],
  route: 'configurations/{id}',
  role: 'Administrator',
  handler: async (request, { app, json, readId, removeConfiguration }, actor) =>
    json(await removeConfiguration(await readId(request), actor, app())),
})
