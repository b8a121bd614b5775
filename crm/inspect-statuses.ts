import { createRegistrationStatuses } from '../lib/dataverse/registration-statuses.ts'
import { registrationTables } from '../lib/dataverse/registration-tables.ts'
import type { StatusReasonSetting } from '../lib/dataverse/status-reason-setting.ts'
import type { Crm } from './api.ts'
import { NotFoundError } from './errors.ts'
import { inspected } from './inspect-environment.ts'
import type { Finding } from './plan.ts'

/** The status reasons of registrations, and how the app reads each. */
export function inspectStatuses(setting: StatusReasonSetting) {
  return async (crm: Crm): Promise<Finding[]> => {
    const { statusReasons } = createRegistrationStatuses(
      {
        async read(schema, path) {
          const answer = await crm.read(schema, path)
          if (answer === undefined) throw new NotFoundError(`${crm.url} does not show them.`)
          return answer
        },
      },
      setting,
    )
    const described = async (kind: 'event' | 'session') => {
      const reasons = await statusReasons(kind)
      const each = reasons.map(({ value, label, standing }) => `${value} “${label}” is ${standing}`)
      const unread = reasons.some(({ standing }) => standing === 'unknown')
      const how = unread ? ' Unknown ones are not sent: REGISTRATION_STATUS_REASONS says how to read them.' : ''
      return `${each.join(', ')}.${how}`
    }
    return [
      await inspected(`Status reasons of ${registrationTables.event.table.name}`, () => described('event')),
      await inspected(`Status reasons of ${registrationTables.session.table.name}`, () => described('session')),
    ]
  }
}
