import { texts } from './texts.ts'

/** Whether the clocks can be set ahead. */
declare const world: { passes: boolean }

/** An answer of the emulator: what it has done. */
type Done = { registered?: number; cancelled?: string; brokenSeconds?: number; passed?: number }

const style = `
:host { all: initial; position: fixed; inset: auto 0 0 0; z-index: 10; font: 0.875rem/1.4 system-ui, sans-serif }
aside { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; padding: 0.5rem 1rem; background: #242424; color: #fff }
strong { margin-right: 0.5rem }
button { font: inherit; padding: 0.25rem 0.75rem; border: 1px solid #999; border-radius: 4px; background: #3d3d3d; color: #fff; cursor: pointer }
button:hover { background: #525252 }
button:focus-visible { outline: 2px solid #fff; outline-offset: 2px }
button[aria-disabled=true] { opacity: 0.6; cursor: progress }
output { flex: 1 1 12rem; min-height: 1.4em }
`
const below = 'body { padding-bottom: 5rem }'

class Strip extends HTMLElement {
  private busy = false

  connectedCallback() {
    const shadow = this.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets = [sheet(style)]
    document.adoptedStyleSheets.push(sheet(below))
    this.draw(shadow)
    // The page knows the person's language, and says it.
    new MutationObserver(() => this.draw(shadow)).observe(document.documentElement, { attributeFilter: ['lang'] })
  }

  private draw(shadow: ShadowRoot) {
    const words = spoken()
    const aside = element('aside', '', { 'aria-label': words.label })
    const output = element('output', '')
    const button = (text: string, path: string) => {
      const drawn = element('button', text, { type: 'button' })
      drawn.addEventListener('click', () => void this.act(path, drawn, output))
      return drawn
    }
    aside.append(
      element('strong', 'Emulator'),
      button(words.register, 'register'),
      button(words.cancel, 'cancel'),
      button(words.breakOn24, 'break-on24'),
      ...(world.passes ? [button(words.hour, 'pass?hours=1'), button(words.day, 'pass?hours=24')] : []),
      output,
    )
    shadow.replaceChildren(aside)
  }

  private async act(path: string, button: HTMLElement, output: HTMLElement) {
    if (this.busy) return
    this.busy = true
    button.setAttribute('aria-disabled', 'true')
    const words = spoken()
    output.textContent = path.startsWith('pass') ? words.passing : words.busy
    try {
      const answer = await fetch(`/emulator/${path}`, { method: 'POST' })
      if (!answer.ok) throw new Error(String(answer.status))
      const done: Done = await answer.json()
      output.textContent = said(done)
      // The page reads the clock of Dynamics.
      if (done.passed) location.reload()
    } catch {
      output.textContent = words.failed
    } finally {
      this.busy = false
      button.removeAttribute('aria-disabled')
    }
  }
}

function said({ registered, cancelled, brokenSeconds }: Done): string {
  const words = spoken()
  if (registered) return words.registered(registered)
  if (cancelled) return words.cancelled(cancelled)
  if (brokenSeconds) return words.broken(brokenSeconds)
  return words.nobody
}

function spoken() {
  return texts[document.documentElement.lang.startsWith('de') ? 'de' : 'en']
}

function element(name: string, text: string, attributes: Record<string, string> = {}) {
  const made = document.createElement(name)
  made.textContent = text
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function sheet(css: string) {
  const made = new CSSStyleSheet()
  made.replaceSync(css)
  return made
}

customElements.define('emulator-strip', Strip)
document.addEventListener('DOMContentLoaded', () => document.body.append(document.createElement('emulator-strip')))
