import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'erasures-get',
  methods: ['GET'],
  route: 'erasures/{id}',
  role: 'Reader',
  handler: async (request, { app, json, readId, viewErasure }) => json(await viewErasure(await readId(request), app())),
})
