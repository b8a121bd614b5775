import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'failures-replay',
  methods: ['POST'],
  route: 'failures/replay',
  role: 'Operator',
  handler: async (request, { app, FailureFilterBody, json, readRequest, startReplay }, actor) => {
    const { body } = await readRequest(request, { body: FailureFilterBody })
    return json(await startReplay(body, actor, app()), 202)
  },
})
