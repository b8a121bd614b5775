import { expect, test } from 'vitest'
import { createRouter, type HttpFunction } from '../src/routes.ts'

const router = (...routes: string[]) =>
  createRouter(
    routes.map(
      (route) => ({ name: route, trigger: { type: 'http', route, methods: ['GET'] } }) as unknown as HttpFunction,
    ),
  )
const find = (route: string, pathname: string) => router(route)('GET', pathname)?.params

test('a parameter takes one segment, or its part', () => {
  expect(find('/api/webinars/{table}/{id}/check', '/api/webinars/event/7/check')).toEqual({ table: 'event', id: '7' })
  expect(find('/api/v{version}/a.b', '/API/V2/A.B')).toEqual({ version: '2' })
  expect(find('/api/v{version}/a.b', '/api/v2/a-b')).toBeUndefined()
  expect(find('/api/{id}', '/api/1/2')).toBeUndefined()
  expect(find('/api/{id}', '/api/')).toBeUndefined()
})

test('an optional segment may be left out with its slash', () => {
  expect(find('/api/runs/{id?}', '/api/runs')).toEqual({})
  expect(find('/api/runs/{id?}', '/api/runs/7')).toEqual({ id: '7' })
  expect(find('/api/runs/{id?}', '/api/runs/7/8')).toBeUndefined()
})

test.each(['/api/{id:int}', '/api/{*rest}', '/api/{id', '/api/(a)'])('%s is refused', (route) => {
  expect(() => router(route)).toThrow(/only \{name\} and \{name\?\} are/)
})
