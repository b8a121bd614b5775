import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { listFailures } from '../lib/flows/operations/replay-failures.ts'
import { failureFilter } from '../lib/triggers/failure-filter.ts'
import { answer, json } from '../lib/triggers/http.ts'

functions.http('failures-list', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'failures',
  handler: ({ query }, context) =>
    answer(context, app, async () => {
      const filter = failureFilter(Object.fromEntries(query))
      return json(await listFailures(filter, query.get('after') ?? undefined, app()))
    }),
})
