import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'runs-get',
  methods: ['GET'],
  route: 'runs/{id}',
  role: 'Reader',
  handler: async (request, { app, json, readId, viewRun }) => json(await viewRun(await readId(request), app())),
})
