import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { replayFailures } from '../lib/flows/operations/replay-failures.ts'
import { FailureFilterBody } from '../lib/triggers/failure-filter.ts'
import { answer, json, readJson } from '../lib/triggers/http.ts'

functions.http('failures-replay', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'failures/replay',
  handler: (request, context) =>
    answer(context, app, async () =>
      json(await replayFailures(await readJson(request, FailureFilterBody), app()), 202),
    ),
})
