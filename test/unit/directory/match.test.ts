import { describe, expect, it } from 'vitest'
import { keysOf } from '../../../services/directory/keypad.ts'
import { keyedBy, saidBy } from '../../../services/directory/match.ts'

const ENTRIES = [
  { name: 'Emergency plumber Kiezklempner', aliases: ['plumber', 'сантехник'] },
  { name: 'Gas network Berlin', aliases: ['gas company', 'газовая служба'] },
  { name: 'Spare parts store', aliases: ['parts', 'запчасти'] },
  { name: 'Spare parts returns', aliases: [] },
  { name: 'Chimney sweep Müller', aliases: ['трубочист'] },
]
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name)

describe('by speech', () => {
  it.each([
    ['to the letter', 'Gas network Berlin.', ['Gas network Berlin']],
    ['by another word', 'plumber', ['Emergency plumber Kiezklempner']],
    ['in another language', 'Газовая служба!', ['Gas network Berlin']],
    ['in a sentence', 'the gas company please', ['Gas network Berlin']],
    ['a part of several', 'spare parts', ['Spare parts store', 'Spare parts returns']],
    ['with a slip', 'chimny sweep müller', ['Chimney sweep Müller']],
    ['with a slip in a short word', 'partz', ['Spare parts store']],
    ['nobody', 'dentist', []],
    ['nothing', '  ', []],
  ])('%s', (_, asked, expected) => expect(names(saidBy(ENTRIES, asked))).toEqual(expected))
})

describe('by the first letters on the keys', () => {
  it.each([
    ['of the first word', '427', ['Gas network Berlin']],
    ['of another word', '6389', ['Gas network Berlin']],
    ['on from a word into the next', '4276', ['Gas network Berlin']],
    ['of several', '772', ['Spare parts store', 'Spare parts returns']],
    ['with an umlaut', '6855', ['Chimney sweep Müller']],
    ['in Russian: трубо', '66625', ['Chimney sweep Müller']],
    ['with keys that have no letters', '4127', ['Gas network Berlin']],
    ['of nobody', '999999', []],
    ['without letters', '10', []],
  ])('%s', (_, keys, expected) => expect(names(keyedBy(ENTRIES, keys))).toEqual(expected))

  it('has Latin and Russian letters where phones have them', () => {
    expect(keysOf('abcdefghijklmnopqrstuvwxyz')).toBe('22233344455566677778889999')
    expect(keysOf('абвгдеёжзийклмнопрстуфхцчшщъыьэюя')).toBe('222233333444455556666777788889999')
    expect(keysOf('Straße 24')).toBe('7872773')
  })
})
