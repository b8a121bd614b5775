import type { Entry } from '../message.ts'

type Provider = { provider: string }
type Template = Provider & { title: string }

/** Of webinars that others are copied from, and of how a webinar is made. */
export const templates = {
  template_type: ({ title }: { title: string }) => `Template: ${title}`,

  templates_not_in_use: [
    'Templates are not in use for this webinar configuration.',
    'Choose another webinar type. Your administrator: the tag of templates is set in the account settings.',
  ],
  template_gone: ({ provider }: Provider) => [
    `The template is not in this ${provider} account: it was deleted there, or belongs to another account.`,
    'Choose another webinar type.',
  ],
  template_inactive: ({ provider }: Provider) => [
    `The template is inactive at ${provider}.`,
    'Choose another webinar type, or activate it there.',
  ],
  template_without_tag: ({ provider, title, tag }: Template & { tag: string }) => [
    `The webinar “${title}” does not carry the tag “${tag}” at ${provider}, so it is no template.`,
    'Choose another webinar type, or have the tag set there.',
  ],
  template_no_webcast: ({ provider, title }: Template) => [
    `The template “${title}” is no webcast, and ${provider} copies nothing else.`,
    'Choose another webinar type.',
  ],

  reminders_on: ({ provider, reminders }: Provider & { reminders: string }) => [
    `Dynamics sends the e-mails, but ${provider} reminds registrants as well: ${reminders}.`,
    `Your administrator: switch that off in the e-mails of the webinar at ${provider}.`,
  ],
} satisfies Record<string, Entry>
