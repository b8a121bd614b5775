import { app } from '../lib/app.ts'
import { startReplay } from '../lib/flows/operations/replay-failures.ts'
import { FailureFilterBody } from '../lib/triggers/failure-filter.ts'
import { json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'failures-replay',
  methods: ['POST'],
  route: 'failures/replay',
  role: 'Operator',
  handler: async (request, actor) => {
    const { body } = await readRequest(request, { body: FailureFilterBody })
    return json(await startReplay(body, actor, app()), 202)
  },
})
