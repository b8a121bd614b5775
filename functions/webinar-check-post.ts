import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'webinar-check-post',
  methods: ['POST'],
  route: 'webinars/{table}/{id}/check',
  role: 'Operator',
  handler: async (request, { app, json, preflightWebinar, readRequest, rowPath, waitOutQuota }) => {
    const { path: row } = await readRequest(request, { path: rowPath(app()) })
    return json(await waitOutQuota(() => preflightWebinar(row, app())))
  },
})
