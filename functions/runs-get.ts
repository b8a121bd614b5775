import { app } from '../lib/app.ts'
import { viewRun } from '../lib/flows/operations/runs.ts'
import { json } from '../lib/triggers/http.ts'
import { readId } from '../lib/triggers/request.ts'
import { route } from '../lib/triggers/route.ts'

route(app, {
  name: 'runs-get',
  methods: ['GET'],
  route: 'runs/{id}',
  role: 'Reader',
  handler: async (request) => json(await viewRun(await readId(request), app())),
})
