import { randomBytes } from 'node:crypto'
import type { HttpResponseInit } from '@azure/functions'
import type { Language, UserMessage } from '../messages/message.ts'
import { parts, sentence } from '../messages/sentence.ts'
import type { SignInForm } from '../model/entrance.ts'

/** `to`: the webinar's page, or the form that signs in there; a form may be sent by itself. */
type Page = { message: UserMessage; to?: string | SignInForm | undefined; sent?: boolean }

const style = [
  ':root{color-scheme:light dark;font:1.15rem/1.5 system-ui,sans-serif}',
  'main{max-width:36rem;margin:12vh auto;padding:0 1.5rem}',
  'h1{font-size:1.4rem}',
  'a,button{display:inline-block;font:inherit;padding:.6rem 1.2rem;border:2px solid;border-radius:.4rem}',
].join('')

/**
 * A page for the person who opened a join link: plain HTML with nothing of another site, which works without script. Its
 * policy lets run what the page itself has, by a nonce of this answer, and forms go to the provider alone.
 */
export function joinPage(status: number, language: Language, { message, to, sent = false }: Page): HttpResponseInit {
  const { finding, remedy } = parts(message, language)
  const nonce = randomBytes(16).toString('base64url')
  const form = typeof to === 'object' ? to : undefined
  const body = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
    `<title>${text(finding)}</title><style nonce="${nonce}">${style}</style></head>`,
    `<body><main><h1>${text(finding)}</h1>${remedy && `<p>${text(remedy)}</p>`}${wayOn(to, language)}</main>`,
    form && sent ? `<script nonce="${nonce}">document.forms[0].submit()</script>` : '',
    '</body></html>',
  ].join('')
  const policy = [
    `default-src 'none'`,
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `form-action ${form ? [new URL(form.action).origin, ...form.leadsTo].join(' ') : `'none'`}`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ]
  return {
    status,
    body,
    headers: {
      ...joinHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': policy.join('; '),
    },
  }
}

/** Of every answer: it is for one person and for this moment, and no other site learns the link. */
export const joinHeaders = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  vary: 'accept-language',
}

function wayOn(to: Page['to'], language: Language) {
  if (!to) return ''
  const button = text(sentence({ code: 'join_button' }, language))
  if (typeof to === 'string') return `<p><a href="${text(to)}" rel="noreferrer">${button}</a></p>`
  const fields = Object.entries(to.fields).map(
    ([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`,
  )
  return `<form method="post" action="${text(to.action)}">${fields.join('')}<button>${button}</button></form>`
}

function text(value: string) {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
