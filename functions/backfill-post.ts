import { app } from '../lib/app.ts'
import { startBackfill } from '../lib/flows/operations/backfill.ts'
import { planBackfill } from '../lib/flows/operations/plan-backfill.ts'
import { BackfillBody } from '../lib/triggers/backfill-body.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest, rowPath } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'backfill-post',
  methods: ['POST'],
  route: 'webinars/{table}/{id}/sync',
  role: 'Operator',
  handler: async (request, actor) => {
    const { path: row, body } = await readRequest(request, { path: rowPath(app()), body: BackfillBody })
    const { dryRun, ...wanted } = body
    return dryRun
      ? json(await planBackfill(row, wanted, app()))
      : json(await startBackfill(row, wanted, actor, app()), 202)
  },
})
