import { app } from '../lib/app.ts'
import { listBackfills } from '../lib/flows/operations/runs.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'backfills-list',
  methods: ['GET'],
  route: 'backfills',
  role: 'Reader',
  handler: async (request) => {
    await readRequest(request, {})
    return json(await listBackfills(app()))
  },
})
