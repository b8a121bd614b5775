import { render } from 'preact'
import { createWebApi } from './data/web-api.ts'
import { followColorScheme } from './fluent.ts'
import { createFormats } from './formats.ts'
import { Page } from './page.tsx'
import { readLanguage } from './person.ts'
import { localeOf } from './rules/language.ts'
import { de } from './words/de.ts'
import { en } from './words/en.ts'

const place = document.getElementById('page')
if (place) {
  followColorScheme()
  const api = createWebApi()
  const language = await readLanguage(api)
  document.documentElement.lang = language
  const formats = createFormats(localeOf(language, navigator.languages))
  render(<Page api={api} words={language === 'de' ? de : en} formats={formats} />, place)
}
