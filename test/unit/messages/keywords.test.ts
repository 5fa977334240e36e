import { expect, it } from 'vitest'
import { wishIn } from '../../../services/messages/keywords.ts'

it.each<[string, ReturnType<typeof wishIn>]>([
  ['STOP', 'stop'],
  [' Stop. ', 'stop'],
  ['стоп', 'stop'],
  ['Отписаться', 'stop'],
  ['please stop the water', 'message'],
  ['stop it', 'message'],
  ['START', 'start'],
  ['', 'message'],
])('%j is a wish to %s', (text, wish) => expect(wishIn(text)).toBe(wish))
