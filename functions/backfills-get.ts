import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewBackfill } from '../lib/flows/operations/runs.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'

functions.http('backfills-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'backfills/{id}',
  handler: (request, context) =>
    answer(context, app, async () => json(await viewBackfill(await readId(request), app()))),
})
