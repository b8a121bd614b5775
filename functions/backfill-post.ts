import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { startBackfill } from '../lib/flows/operations/backfill.ts'
import { planBackfill } from '../lib/flows/operations/plan-backfill.ts'
import { BackfillBody } from '../lib/triggers/backfill-body.ts'
import { answer, json, readId, readJson } from '../lib/triggers/http.ts'

functions.http('backfill-post', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/sync',
  handler: (request, context) =>
    answer(context, app, async () => {
      const row = { table: request.params.table ?? '', id: readId(request) }
      const { dryRun, ...wanted } = await readJson(request, BackfillBody)
      return dryRun ? json(await planBackfill(row, wanted, app())) : json(await startBackfill(row, wanted, app()), 202)
    }),
})
