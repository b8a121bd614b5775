import '@fluentui/web-components/badge.js'
import '@fluentui/web-components/button.js'
import '@fluentui/web-components/message-bar.js'
import '@fluentui/web-components/progress-bar.js'
import '@fluentui/web-components/spinner.js'
import '@fluentui/web-components/text-input.js'
import { webDarkTheme, webLightTheme } from '@fluentui/tokens'
import { setTheme } from '@fluentui/web-components/theme/set-theme.js'
import type { ComponentChildren, HTMLAttributes } from 'preact'

type FluentProps<Own> = HTMLAttributes<HTMLElement> & Own & { slot?: string; children?: ComponentChildren }
type BadgeColor = 'brand' | 'danger' | 'important' | 'informative' | 'severe' | 'subtle' | 'success' | 'warning'

/** The components of Fluent UI that the page uses, each imported by itself. */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'fluent-badge': FluentProps<{ appearance?: 'filled' | 'tint' | 'outline'; color?: BadgeColor }>
      'fluent-button': FluentProps<{
        appearance?: 'primary' | 'outline' | 'subtle'
        size?: 'small' | 'medium'
        type?: 'button' | 'submit'
        'disabled-focusable'?: boolean
      }>
      'fluent-message-bar': FluentProps<{ intent?: 'info' | 'success' | 'warning' | 'error'; layout?: 'multiline' }>
      'fluent-progress-bar': FluentProps<{ value?: number; max?: number }>
      'fluent-spinner': FluentProps<{ size?: 'tiny' | 'small' | 'medium' }>
      'fluent-text-input': FluentProps<{
        type?: 'text' | 'password'
        name?: string
        /** Shown until the person types; `value` would take away what is typed with every refreshing. */
        initialValue?: string
        maxlength?: number
        autocomplete?: string
      }>
    }
  }
}

/** Light or dark as the person's system is, also when that changes. */
export function followColorScheme() {
  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  const show = () => setTheme(dark.matches ? webDarkTheme : webLightTheme)
  dark.addEventListener('change', show)
  show()
}
