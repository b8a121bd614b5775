import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'backfills-list',
  methods: ['GET'],
  route: 'backfills',
  role: 'Reader',
  handler: async (request, { app, json, listBackfills, readRequest }) => {
    await readRequest(request, {})
    return json(await listBackfills(app()))
  },
})
