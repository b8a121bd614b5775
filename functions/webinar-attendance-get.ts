import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { viewAttendance } from '../lib/flows/attendance/view.ts'
import { answer, json, readId } from '../lib/triggers/http.ts'

functions.http('webinar-attendance-get', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'webinars/{table}/{id}/attendance',
  handler: (request, context) =>
    answer(context, app, async () => {
      const row = { table: request.params.table ?? '', id: readId(request) }
      return json(await viewAttendance(row, app()))
    }),
})
