import { load } from '../lib/load.ts'
import { route } from '../lib/triggers/route.ts'

route(load, {
  name: 'webinar-attendance-get',
  methods: ['GET'],
  route: 'webinars/{table}/{id}/attendance',
  role: 'Operator',
  handler: async (request, { app, json, readRequest, rowPath, viewAttendance }) => {
    const { path: row } = await readRequest(request, { path: rowPath(app()) })
    return json(await viewAttendance(row, app()))
  },
})
