import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'configurations-get',
  methods: ['GET'],
  route: 'configurations/{id}',
  role: 'Reader',
  handler: async (request, { app, json, readId, viewConfiguration }) =>
    json(await viewConfiguration(await readId(request), app())),
})
