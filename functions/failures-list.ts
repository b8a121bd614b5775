import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'failures-list',
  methods: ['GET'],
  route: 'failures',
  role: 'Reader',
  handler: async (request, { app, failureQuery, json, listFailures, readRequest }) => {
    const { query } = await readRequest(request, { query: failureQuery })
    const { after, ...filter } = query
    return json(await listFailures(filter, after, app()))
  },
})
