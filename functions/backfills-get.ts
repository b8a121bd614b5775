import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'backfills-get',
  methods: ['GET'],
  route: 'backfills/{id}',
  role: 'Reader',
  handler: async (request, { app, json, readId, viewBackfill }) =>
    json(await viewBackfill(await readId(request), app())),
})
