import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { call } from './call.ts'
import type { Pass } from './requests.ts'

/** One method of one route, with the members that it told of. */
export type Door = { method: string; route: string; isOpen: boolean; query: string[]; members: string[] }

/**
 * Every HTTP route that the host serves, so that a new one needs no edit here. A call that knows its members names them
 * when it refuses another, which is how they are found.
 */
export async function findDoors(host: FunctionsHost, pass: Pass): Promise<Door[]> {
  const routes = host.functions.flatMap(({ trigger, route = '', methods = [], authLevel }) =>
    trigger === 'http' ? methods.map((method) => ({ method, route, isOpen: authLevel === 'anonymous' })) : [],
  )
  return Promise.all(
    routes.map(async (door) => {
      const path = door.route.replaceAll(/\{\w+\}/g, 'fuzz')
      const said = async (query: string, body?: string) =>
        (await call(host.url, { method: door.method, path: path + query, headers: pass, body })).text
      return {
        ...door,
        query: namesAfter(/in the query, which has ([\w, ]+)\./, await said('?fuzz=1')),
        members: namesAfter(/the body has ([\w, ]+)\./, door.method === 'GET' ? '' : await said('', '{"fuzz":0}')),
      }
    }),
  )
}

function namesAfter(pattern: RegExp, said: string) {
  return pattern.exec(said)?.[1]?.split(', ') ?? []
}
