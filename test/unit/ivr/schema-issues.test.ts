import { expect, it } from 'vitest'
import { flowFileSchema } from '../../../services/ivr/flow-file.ts'
import { explainIssues } from '../../../services/ivr/schema-issues.ts'

const explain = (content: unknown): string[] => {
  const parsed = flowFileSchema.safeParse(content)
  return parsed.success ? [] : explainIssues(parsed.error.issues, content).map(({ path, message }) => `${path.join('.')}: ${message}`)
}
const flow = (step: object, top: object = {}): object => ({ flow: 'f', title: 'T', zone: 'UTC', languages: ['en'], start: 'a', steps: { a: step }, ...top })

it.each([
  [flow({ do: 'hangUp' }), []],
  [null, ['the file: "the file" should be object, but is empty']],
  [flow({ do: 'say', prompt: { en: 'x' } }), ['steps.a.next: "next" is missing, so the call would stop here; name the step that comes then']],
  [
    flow({ do: 'menu', prompt: { en: 'x' }, options: { 1: { goto: 'a' } } }),
    ['steps.a.options.1.goto: "goto" means nothing here (did you mean "goTo"?); correct or delete it'],
  ],
  [flow({ do: 'hangUp', prompt: [{ en: '' }] }), [expect.stringMatching(/^steps\.a\.prompt\.0\.en: /)]],
  [flow({ do: 'hangUp' }, { languages: 'en' }), ['languages: "languages" should be array, but is string "en"']],
  [flow({ do: 'goTo' }), ['steps.a.goTo: "goTo" is missing, so the call would stop here; name the step that comes then']],
  [flow({ do: 'say', prompt: { en: 'x' }, nxt: 'a' }), ['steps.a.nxt: "nxt" means nothing here (did you mean "next"?); correct or delete it']],
  [flow({ do: 'que', next: 'a' }), [expect.stringMatching(/"do: que" does not exist \(did you mean "queue"\?\); .*caseStatus.*wake|wake.*caseStatus/)]],
  [
    flow({ do: 'http', url: 'https://{{captured.host}}/x', next: 'a', onFailed: 'a' }),
    [expect.stringMatching(/^steps\.a\.url: .*must be a URL whose host is fixed/)],
  ],
  [flow({ do: 'voicemail', title: 't', next: 'a' }), ['steps.a.prompt: "prompt" is missing; add it']],
])('%j -> %j', (content, expected) => {
  expect(explain(content).map((text) => text.replace(/^: /, 'the file: '))).toEqual(expected)
})
