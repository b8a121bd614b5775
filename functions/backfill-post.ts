import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'backfill-post',
  methods: ['POST'],
  route: 'webinars/{table}/{id}/sync',
  role: 'Operator',
  handler: async (request, { app, BackfillBody, json, planBackfill, readRequest, rowPath, startBackfill }, actor) => {
    const { path: row, body } = await readRequest(request, { path: rowPath(app()), body: BackfillBody })
    const { dryRun, ...wanted } = body
    return dryRun
      ? json(await planBackfill(row, wanted, app()))
      : json(await startBackfill(row, wanted, actor, app()), 202)
  },
})
