import { expect, test } from 'vitest'
import { createSemaphore } from '../../../lib/core/semaphore.ts'

const tooLong = new Error('too long')
const newSemaphore = (atOnce: number, patience: number) => createSemaphore(atOnce, patience, () => tooLong)

test('work that waited too long is not begun, and keeps nobody else waiting', async () => {
  const withPlace = newSemaphore(1, 20)
  const first = Promise.withResolvers<string>()
  const begun: string[] = []
  const work = (name: string, result: Promise<string>) =>
    withPlace(() => {
      begun.push(name)
      return result
    })
  const patient = work('first', first.promise)
  await expect(work('second', Promise.resolve('second'))).rejects.toBe(tooLong)
  const third = work('third', Promise.resolve('third'))
  first.resolve('first')
  expect(await Promise.all([patient, third])).toEqual(['first', 'third'])
  expect(begun).toEqual(['first', 'third'])
})

test('work that took its turn may take longer than it would have waited', async () => {
  const withPlace = newSemaphore(1, 1)
  const slow = withPlace(() => new Promise<string>((resolve) => setTimeout(resolve, 30, 'slow')))
  expect(await slow).toBe('slow')
})

test('work that fails makes room for the next, and its error comes through', async () => {
  const withPlace = newSemaphore(1, 1000)
  const failure = new Error('failed')
  const [failed, next] = [withPlace(() => Promise.reject(failure)), withPlace(async () => 'next')]
  await expect(failed).rejects.toBe(failure)
  expect(await next).toBe('next')
})
