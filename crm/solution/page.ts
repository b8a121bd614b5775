import type { WebResource } from './shapes.ts'

/** The page that people open; the other files belong to it, and lie beside it. */
export const pageName = 'wbc_/webinars.html'

/** The files of the page, with the numbers of their types (learn.microsoft.com/power-apps/developer/data-platform/reference/entities/webresource). */
export const webResources: readonly WebResource[] = [
  { name: 'wbc_/webinars.css', type: 2, words: { en: 'Webinars: style', de: 'Webinare: Gestaltung' } },
  { name: 'wbc_/webinars.js', type: 3, words: { en: 'Webinars: script', de: 'Webinare: Skript' } },
  { name: pageName, type: 1, words: { en: 'Webinars: page', de: 'Webinare: Seite' } },
]
