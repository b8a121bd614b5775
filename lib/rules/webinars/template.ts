import type { WebinarChoice } from '../../model/crm.ts'
import type { WebinarTemplate } from '../../model/webinar.ts'

/** The value of a template among the types of webinars: none of a provider's own types has a colon. */
const prefix = 'template:'

/** The id of the webinar that a type stands for; undefined if it is a type of the provider's own. */
export function templateOf(type: string | undefined): string | undefined {
  return type?.startsWith(prefix) ? type.slice(prefix.length) : undefined
}

/** A template as one of the choices of a planner. @param nameOf how it is called there */
export function templateChoice(
  { webinarId, title }: WebinarTemplate,
  nameOf: (title: string) => string,
): WebinarChoice {
  return { value: prefix + webinarId, name: nameOf(title) }
}
