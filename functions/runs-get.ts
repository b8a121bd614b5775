import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewBackfill } from '../lib/flows/operations/backfill.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'

/** The first edition's name for `backfills/{id}`. */
functions.http('runs-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'runs/{id}',
  handler: (request, context) =>
    answer(context, app, async () => json(await viewBackfill(await readId(request), app()))),
})
