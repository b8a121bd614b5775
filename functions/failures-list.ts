import { app } from '../lib/app.ts'
import { listFailures } from '../lib/flows/operations/replay-failures.ts'
import { failureQuery } from '../lib/triggers/failure-filter.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'failures-list',
  methods: ['GET'],
  route: 'failures',
  role: 'Reader',
  handler: async (request) => {
    const { query } = await readRequest(request, { query: failureQuery })
    const { after, ...filter } = query
    return json(await listFailures(filter, after, app()))
  },
})
