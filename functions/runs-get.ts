import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewRun } from '../lib/flows/operations/runs.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'

functions.http('runs-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'runs/{id}',
  handler: (request, context) => answer(context, app, async () => json(await viewRun(await readId(request), app()))),
})
