import type { Fault } from '@webinar-connector/emulator-server'
import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../lib/model/configuration.ts'
import type { Provider } from '../../lib/model/provider.ts'

/** A provider, the service that it speaks to, and a clock for both. */
export type Site = {
  provider: Provider
  /** Of an account that the service knows. */
  credentials: Credentials
  attend(webinarId: string, providerId: string, minutes: number, questions: number): void
  /** Answers every call in place of the service. */
  injectFault(fault?: Fault): void
  /** The answer of the service when its limit of calls is reached. */
  quotaReached(): Response
  stop(): Promise<void>
}

/** Members of the body that are no credential fields. */
const reserved = ['provider', 'region', 'acceptTerms', 'deleteCancelledWebinars', 'acceptedBy']

/** A provider’s statements about itself and about credentials are so. @param site of the test that runs */
export function statesWhatItIs(site: () => Site) {
  const account = () => site().provider.connect(site().credentials)

  describe('states', () => {
    test('a name, and fields of which exactly one names the account', () => {
      const { fields, name, title } = site().provider
      expect(name).toMatch(/^[a-z0-9]+$/)
      expect(title).not.toBe('')
      expect(fields.filter(({ column, secret }) => column === 'clientId' && !secret)).toHaveLength(1)
      const names = fields.map((field) => field.name)
      expect(new Set([...names, ...reserved]).size).toBe(names.length + reserved.length)
      const columns = fields.flatMap(({ column }) => column ?? [])
      expect(new Set(columns).size).toBe(columns.length)
    })

    test('patterns that take its own credentials, and no empty text', () => {
      for (const { name, pattern } of site().provider.fields) {
        expect(site().credentials[name]).toMatch(pattern)
        expect('').not.toMatch(pattern)
      }
    })

    test('limits and lags that can be reckoned with', () => {
      const { lags, quotas, tokenIdleDays } = site().provider
      expect(Object.values(quotas).every((calls) => calls > 0)).toBe(true)
      expect(Object.keys(quotas)).not.toHaveLength(0)
      expect(Math.min(lags.list, lags.attendance)).toBeGreaterThanOrEqual(0)
      expect(tokenIdleDays).toBeGreaterThan(0)
      expect(account()).toMatchObject({
        title: site().provider.title,
        capabilities: site().provider.capabilities,
        lags,
      })
    })
  })

  describe('credentials', () => {
    test('that are good are accepted, and show the marks of webinars', async () => {
      await expect(account().verifyCredentials()).resolves.toEqual(['the-row'])
    })

    test('with a wrong field are refused, whichever it is', async () => {
      for (const { name } of site().provider.fields) {
        const wrong = site().provider.connect({ ...site().credentials, [name]: '999' })
        await expect(wrong.verifyCredentials()).rejects.toMatchObject({ name: 'CredentialsRefusedError' })
      }
    })

    test('of another provider are refused without a call', () => {
      const connect = () => site().provider.connect({ provider: 'other', password: 'x' })
      expect(connect).toThrow(expect.objectContaining({ name: 'CredentialsRefusedError' }))
    })
  })
}
