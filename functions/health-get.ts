import { app as functions } from '@azure/functions'

functions.http('health-get', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'health',
  handler: () => ({ status: 200, jsonBody: { status: 'alive' } }),
})
