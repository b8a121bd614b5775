import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { answer, json } from '../lib/edge/http.ts'
import { replayFailure } from '../lib/flows/replay-failures.ts'

functions.http('failures-replay-one', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'failures/{id}/replay',
  handler: (request, context) =>
    answer(context, async () => json(await replayFailure(request.params.id ?? '', app()), 202)),
})
