import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { startBackfill } from '../lib/flows/operations/backfill.ts'
import { planBackfill } from '../lib/flows/operations/plan-backfill.ts'
import { BackfillBody } from '../lib/triggers/backfill-body.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest, rowPath } from '../lib/triggers/request.ts'

functions.http('backfill-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/sync',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { path: row, body } = await readRequest(request, { path: rowPath(app()), body: BackfillBody })
      const { dryRun, ...wanted } = body
      return dryRun
        ? json(await planBackfill(row, wanted, app()))
        : json(await startBackfill(row, wanted, { by: 'key' }, app()), 202)
    }),
})
