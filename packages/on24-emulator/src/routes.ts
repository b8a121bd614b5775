import { setTimeout } from 'node:timers/promises'
import { Hono } from 'hono'
import { admit } from './account.ts'
import { levelOf } from './best-guess.ts'
import { type Operation, operations } from './contract.ts'
import { spend } from './quota.ts'
import { Refusal, refuse } from './refusal.ts'
import { readForm, readQuery } from './request.ts'
import { lobby, signIn } from './seamless.ts'
import { served } from './served.ts'
import type { Fields, World } from './types.ts'

/** All published calls under `/v2`, each checked in ON24's order: token, client, level, quota, query, form. */
export function routes(world: World): Hono {
  const app = new Hono()
  for (const operation of operations) {
    app.on(operation.method, `/v2${operation.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, (context) =>
      answer(world, operation, context.req.raw, context.req.param()),
    )
  }
  // At ON24 these are on hosts of their own.
  app.post('/seamlessreg', (context) => signIn(world, context))
  app.get('/lobby', lobby)
  app.notFound(() => toResponse(new Refusal(404, 'The requested resource was not found.')))
  app.onError(toResponse)
  return app
}

async function answer(world: World, operation: Operation, request: Request, path: Fields): Promise<Response> {
  const handler = served[operation.call] ?? refuse(501, `The emulator does not serve ${operation.call}.`)
  const account = admit(world, request.headers, path.clientId ?? '', levelOf(operation.call))
  spend(world, account, operation)
  if (account.latency > 0) await setTimeout(account.latency)
  const query = readQuery(operation, new URL(request.url))
  const form = await readForm(operation, request, query)
  const body = handler({ world, account, path, query, form })
  return body instanceof Response ? body : Response.json(body)
}

function toResponse(error: Error): Response {
  const status = error instanceof Refusal ? error.status : 500
  return Response.json({ message: error.message }, { status })
}
