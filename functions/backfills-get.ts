import { app } from '../lib/app.ts'
import { viewBackfill } from '../lib/flows/operations/runs.ts'
import { json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'backfills-get',
  methods: ['GET'],
  route: 'backfills/{id}',
  role: 'Reader',
  handler: async (request) => json(await viewBackfill(await readId(request), app())),
})
