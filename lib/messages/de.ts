import { attendees } from './de/attendees.ts'
import { configurations } from './de/configurations.ts'
import { erasures } from './de/erasures.ts'
import { foundWebinars } from './de/found-webinars.ts'
import { joining } from './de/joining.ts'
import { mapping } from './de/mapping.ts'
import { notifications } from './de/notifications.ts'
import { operations } from './de/operations.ts'
import { orders } from './de/orders.ts'
import { registrations } from './de/registrations.ts'
import { requests } from './de/requests.ts'
import { settings } from './de/settings.ts'
import { signIn } from './de/sign-in.ts'
import { systems } from './de/systems.ts'
import { templates } from './de/templates.ts'
import { webinars } from './de/webinars.ts'
import type { en } from './en.ts'
import type { Translation } from './message.ts'

/** Every text in German. */
export const de: Translation<typeof en> = {
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
