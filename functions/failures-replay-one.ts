import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { replayFailure } from '../lib/flows/operations/replay-failures.ts'
import { answer, json } from '../lib/triggers/http.ts'

functions.http('failures-replay-one', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'failures/{id}/replay',
  handler: (request, context) =>
    answer(context, app, async () => json(await replayFailure(request.params.id ?? '', app()), 202)),
})
