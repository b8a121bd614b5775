import { attendees } from './en/attendees.ts'
import { configurations } from './en/configurations.ts'
import { erasures } from './en/erasures.ts'
import { foundWebinars } from './en/found-webinars.ts'
import { joining } from './en/joining.ts'
import { mapping } from './en/mapping.ts'
import { notifications } from './en/notifications.ts'
import { operations } from './en/operations.ts'
import { orders } from './en/orders.ts'
import { registrations } from './en/registrations.ts'
import { requests } from './en/requests.ts'
import { settings } from './en/settings.ts'
import { signIn } from './en/sign-in.ts'
import { systems } from './en/systems.ts'
import { templates } from './en/templates.ts'
import { webinars } from './en/webinars.ts'

/** Every text in English; its keys are the codes, and its arguments say which facts a code has. */
export const en = {
  ...registrations,
  ...webinars,
  ...templates,
  ...configurations,
  ...systems,
  ...requests,
  ...settings,
  ...signIn,
  ...operations,
  ...notifications,
  ...erasures,
  ...orders,
  ...attendees,
  ...joining,
  ...foundWebinars,
  ...mapping,
}
