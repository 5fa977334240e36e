import { expect, it } from 'vitest'
import { flowFileSchema } from '../../../services/ivr/flow-file.ts'
import { explainIssue } from '../../../services/ivr/schema-issues.ts'

const explain = (content: unknown): string[] => {
  const parsed = flowFileSchema.safeParse(content)
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => explainIssue(issue, content)).map(({ path, message }) => `${path.join('.')}: ${message}`)
}
const flow = (step: object, top: object = {}): object => ({ flow: 'f', title: 'T', zone: 'UTC', languages: ['en'], start: 'a', steps: { a: step }, ...top })

it.each([
  [flow({ do: 'hangUp' }), []],
  [null, ['the file: "the file" should be object, but is empty']],
  [flow({ do: 'say', prompt: { en: 'x' } }), ['steps.a.next: "next" is missing; add it']],
  [
    flow({ do: 'menu', prompt: { en: 'x' }, options: { 1: { goto: 'a' } } }),
    ['steps.a.options.1.goto: "goto" means nothing here (did you mean "goTo"?); correct or delete it'],
  ],
  [flow({ do: 'hangUp', prompt: [{ en: '' }] }), [expect.stringMatching(/^steps\.a\.prompt\.0\.en: /)]],
  [flow({ do: 'hangUp' }, { languages: 'en' }), ['languages: "languages" should be array, but is string "en"']],
  [flow({ do: 'goTo' }), ['steps.a.goTo: "goTo" is missing; add it']],
  [flow({ do: 'voicemail', title: 't', next: 'a' }), ['steps.a.prompt: "prompt" is missing; add it']],
])('%j -> %j', (content, expected) => {
  expect(explain(content).map((text) => text.replace(/^: /, 'the file: '))).toEqual(expected)
})
