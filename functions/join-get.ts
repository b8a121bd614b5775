import { app as functions } from '@azure/functions'
import { load } from '../lib/load.ts'

functions.http('join-get', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'join/{token}',
  handler: async (request, context) => {
    const { answerJoin, app } = await load()
    return answerJoin(request, context, app)
  },
})
