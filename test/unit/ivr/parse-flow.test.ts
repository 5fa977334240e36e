import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalSource, parseFlow } from '../../../services/ivr/parse-flow.ts'
import { head } from './support.ts'

const good = `${head}steps:\n  main: { do: say, prompt: { en: Hi }, next: bye }\n  bye:\n    do: hangUp\n`

describe('parseFlow', () => {
  it.each([
    // what is wrong             from              to                          line  step         message
    ['a broken line', 'title: Test', 'title: [Test', 3, undefined, /./],
    ['a bare star', 'title: Test', 'title: Test\nkeys: { *: back }', 3, undefined, /in quotes/],
    ['a key twice', 'title: Test', 'title: Test\ntitle: T', 3, undefined, /unique/],
    ['a missing field', 'title: Test\n', '', 1, undefined, /"title" is missing; add it/],
    ['a wrong type', 'title: Test', 'title: 5', 2, undefined, /"title" should be string, but is number 5/],
    ['an unknown field', 'title: Test', 'titel: Test', 2, undefined, /"titel" means nothing here \(did you mean "title"\?\)/],
    ['an unknown field of a step', 'next: bye', 'nxt: bye', 7, 'main', /"nxt" means nothing here \(did you mean "next"\?\)/],
    ['an unknown kind of step', 'do: hangUp', 'do: hangup', 9, 'bye', /"do: hangup" does not exist \(did you mean "hangUp"\?\); a step does one of say, menu/],
    ['no kind of step', 'do: hangUp', 'served: true', 8, 'bye', /"do" is missing/],
    ['a prompt that is text', '{ en: Hi }', 'Hi', 7, 'main', /"prompt" cannot be string "Hi"/],
    ['a prompt that is a number inside', '{ en: Hi }', '{ en: 5 }', 7, 'main', /"en" cannot be number 5/],
    ['a bad step name', '  bye:', '  b.ye:', 8, 'b.ye', /must begin with a letter/],
    ['a bad time', 'do: hangUp', "do: hours\n    open: main\n    closed: main\n    days: { mon: '8-12' }", 12, 'bye', /must be a range such as/],
    ['a bad key', 'do: hangUp', "do: menu\n    prompt: { en: x }\n    options:\n      'x': main", 12, 'bye', /must be a key of the telephone/],
    ['a number without plus', 'do: hangUp', "do: dial\n    onFailed: main\n    to: ['030']", 11, 'bye', /in the form/],
  ])('%s', (_, from, to, line, step, message) => {
    const source = good.replace(from, to)
    expect(source).not.toBe(good)
    const { flow, findings } = parseFlow(source, 'x.yaml')
    expect(flow).toBeUndefined()
    const found = findings.find((finding) => message.test(finding.message))
    expect(found, JSON.stringify(findings)).toMatchObject({ severity: 'error', file: 'x.yaml', line, message: expect.stringMatching(message) })
    expect(found?.step).toBe(step)
  })

  it.each(['', 'null', '[]', '5', '---\n---\n', '{', '&a [*a]', 'a: &a [x]\nb: *a'])('%j is refused without an exception', (source) => {
    const { flow, findings } = parseFlow(source, 'x.yaml')
    expect(flow).toBeUndefined()
    expect(findings.length).toBeGreaterThan(0)
  })

  it('never throws, however the file is cut or muddled', () => {
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(good.length), fc.string({ maxLength: 5 }), (from, to, put) => {
        const { flow, findings } = parseFlow(good.slice(0, from) + put + good.slice(to), 'x.yaml')
        expect(flow === undefined).toBe(findings.some(({ severity }) => severity === 'error'))
      }),
      { numRuns: 300 },
    )
  })

  it('counts no other version for other line endings', () => {
    expect(canonicalSource('\uFEFFa: 1\r\nb: 2\r\n\r\n')).toBe('a: 1\nb: 2\n')
    expect(canonicalSource('\n a')).toBe('\n a\n')
  })
})
