import { app as functions } from '@azure/functions'
import { app } from '../lib/app.ts'
import { listAuditRecords } from '../lib/flows/operations/audited.ts'
import { auditQuery } from '../lib/triggers/audit-query.ts'
import { answer, json } from '../lib/triggers/http.ts'
import { readRequest } from '../lib/triggers/request.ts'

functions.http('audit-list', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'audit',
  handler: (request, context) =>
    answer(context, app, async () => {
      const { query } = await readRequest(request, { query: auditQuery })
      const { after, ...filter } = query
      return json(await listAuditRecords(filter, after, app()))
    }),
})
