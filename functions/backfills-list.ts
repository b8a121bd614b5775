import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { listBackfills } from '../lib/flows/operations/runs.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'

functions.http('backfills-list', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'backfills',
  handler: (request, context) =>
    answer(context, app, async () => {
      await readRequest(request, {})
      return json(await listBackfills(app()))
    }),
})
