/** The form in which addresses are compared: an address is the same whatever its case and the blanks around it. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase()
}

export function isSameEmail(a: string, b: string): boolean {
  return normalizeEmail(a) === normalizeEmail(b)
}
