/** What callers hear of an incident, in each of these languages; where there are no words for one, in the first that has some. */
export function inEach(text: Readonly<Record<string, string>>, languages: readonly string[]): Record<string, string> {
  const other = text['en'] ?? Object.values(text)[0] ?? ''
  return Object.fromEntries(languages.map((language) => [language, text[language] ?? other]))
}
