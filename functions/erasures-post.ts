import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'erasures-post',
  methods: ['POST'],
  route: 'erasures',
  role: 'Administrator',
  handler: async (request, { app, ErasureBody, json, readRequest, startErasure }, actor) => {
    const { body } = await readRequest(request, { body: ErasureBody })
    return json(await startErasure(body, actor, app()), 202)
  },
})
