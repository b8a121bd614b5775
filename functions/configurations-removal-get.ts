import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'configurations-removal-get',
  methods: ['GET'],
  route: 'configurations/{id}/removal',
  role: 'Reader',
  handler: async (request, { app, json, readId, viewRemoval }) => json(await viewRemoval(await readId(request), app())),
})
