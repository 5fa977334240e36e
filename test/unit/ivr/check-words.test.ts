import { describe, expect, it } from 'vitest'
import { findOfficialese } from '../../../services/ivr/word-lists.ts'

const words = (text: string, language: string): string[] => findOfficialese(text, language).map(({ word, plain }) => `${word} -> ${plain}`)

describe('officialese', () => {
  it.each([
    ['en', 'Please utilise the keys, in order to proceed.', ['in order to -> to', 'utilise -> use']],
    ['en', 'IN THE EVENT OF a leak', ['IN THE EVENT OF -> if']],
    ['en', 'We regret\nto inform you', ['We regret\nto inform you -> I am sorry']],
    ['en-GB', 'prior to noon', ['prior to -> before']],
    ['ru', 'В связи с тем, что линия занята', ['В связи с тем, что -> потому что']],
    ['ru', 'Ремонт осуществляется в настоящее время.', ['в настоящее время -> сейчас', 'осуществляется -> сделать']],
    ['ru', 'Заявка, переданная в данный момент', ['в данный момент -> сейчас']],
    // Words that only look like it.
    ['en', 'The priority, the obtuse one, and the priors to come: begin now.', []],
    ['ru', 'По нашим данным, мастер в пути. Случайно не вы звонили?', []],
    ['ru', 'utilise', []],
    ['de', 'utilise', []],
    ['constructor', 'utilise', []],
  ])('%s: %s', (language, text, expected) => {
    expect(words(text, language)).toEqual(expected)
  })
})
