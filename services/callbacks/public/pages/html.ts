/** Text that may stand in a page as it is. Only `html` makes it. */
export type Html = { readonly markup: string }
type Value = Html | string | number | false | null | undefined | readonly Value[]

/** A piece of a page: every value is escaped, but for pieces that `html` has made; nothing comes of false, null and undefined. */
export function html(texts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: texts.reduce((all, text, n) => all + markupOf(values[n - 1]) + text) }
}

/** Attributes that are there or not, and values in quotes: `attributes({ checked: true, value: 'a"b' })`. */
export function attributes(given: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  const markup = Object.entries(given).map(([name, value]) =>
    value === undefined || value === false ? '' : value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`,
  )
  return { markup: markup.join('') }
}

function markupOf(value: Value): string {
  if (value === false || value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  if ('markup' in value) return value.markup
  return value.map(markupOf).join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
