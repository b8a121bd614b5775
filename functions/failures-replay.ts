import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { FailureFilterBody } from '../lib/edge/failure-filter.ts'
import { answer, json, readJson } from '../lib/edge/http.ts'
import { replayFailures } from '../lib/flows/replay-failures.ts'

functions.http('failures-replay', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'failures/replay',
  handler: (request, context) =>
    answer(context, async () => json(await replayFailures(await readJson(request, FailureFilterBody), app()), 202)),
})
