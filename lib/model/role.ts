/** The app roles of the connector in Microsoft Entra, each of which includes those before it. */
const roles = ['Reader', 'Operator', 'Administrator'] as const
export type Role = (typeof roles)[number]

/** Whether one of the roles that somebody has is the wanted one, or includes it. Unknown ones count for nothing. */
export function includesRole(given: readonly string[], wanted: Role): boolean {
  return roles.slice(roles.indexOf(wanted)).some((role) => given.includes(role))
}
