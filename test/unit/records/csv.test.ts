import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../services/records/imports/csv.ts'
import { ORDER_COLUMNS, PRODUCT_COLUMNS, toLines, toOrders, toProducts } from '../../../services/records/imports/rows.ts'
import { seeded } from '../../support/seeded.ts'

const fields = (text: string) => {
  const parsed = parseCsv(text)
  return 'fault' in parsed ? parsed.fault : parsed.records.map((record) => record.fields)
}

describe('a table', () => {
  it.each<[string, string, ReturnType<typeof fields>]>([
    ['commas', 'a,b\r\n1,2\r\n', [['a', 'b'], ['1', '2']]], // prettier-ignore
    ['semicolons, and a comma in a number', 'a;b\n1,5;2', [['a', 'b'], ['1,5', '2']]], // prettier-ignore
    ['tabs', 'a\tb\n1\t2', [['a', 'b'], ['1', '2']]], // prettier-ignore
    ['a byte order mark', '\uFEFFa;b', [['a', 'b']]],
    ['quotes', 'a,b\n"x ""y"", z","1\n2"', [['a', 'b'], ['x "y", z', '1\n2']]], // prettier-ignore
    ['a separator in a quoted head', '"a;b;c",d\n1,2', [['a;b;c', 'd'], ['1', '2']]], // prettier-ignore
    ['lines without anything', 'a,b\n\n,\n1,2\n\n', [['a', 'b'], ['1', '2']]], // prettier-ignore
    ['fields that are empty', 'a,b,c\n,,3', [['a', 'b', 'c'], ['', '', '3']]], // prettier-ignore
    ['line ends of an old Mac', 'a,b\r1,2', [['a', 'b'], ['1', '2']]], // prettier-ignore
    ['nothing', '', []],
    ['a quote that never ends', 'a\n"1\n2', 'line 2: a quote begins here and never ends'],
    ['something after a quote', 'a\n"1"2', 'line 2: something stands after a closing quote'],
  ])('with %s', (_, text, expected) => expect(fields(text)).toEqual(expected))

  it('says on which line a record begins, whatever is in those before', () => {
    const parsed = parseCsv('a,b\n"1\r\n2\n3",x\n\n4,y')
    expect('records' in parsed && parsed.records.map(({ line }) => line)).toEqual([1, 2, 6])
  })

  it('is read as it was written, whatever stands in it', () => {
    const chance = seeded(7)
    const letters = ['a', 'ж', ' ', '"', ',', ';', '\n', '\r\n', '\t', '😀', "'"]
    for (let n = 0; n < 300; n += 1) {
      const separator = chance.pick([',', ';', '\t'])
      const table = Array.from({ length: 1 + chance.below(4) }, () => [
        'x',
        ...Array.from({ length: 2 }, () => Array.from({ length: chance.below(6) }, () => chance.pick(letters)).join('')),
      ])
      const text = [['h1', 'h2', 'h3'], ...table]
        .map((row) => row.map((field) => (/[",;\t\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(separator))
        .join('\r\n')
      expect(fields(text)).toEqual([['h1', 'h2', 'h3'], ...table])
    }
  })
})

const orders = (text: string) => {
  const parsed = parseCsv(text)
  if ('fault' in parsed) throw new Error(parsed.fault)
  const { lines, faults } = toLines(parsed.records, ORDER_COLUMNS)
  const read = toOrders(lines, 'Europe/Berlin')
  return { rows: read.rows, faults: [...faults, ...read.faults].map(({ line, column, code }) => `${line} ${column} ${code}`) }
}

describe('orders', () => {
  it('come in any order of columns; days begin where the company is, amounts are whole minor units', () => {
    const { rows, faults } = orders(
      'Title;REFERENCE;contract;orderedAt;amount;currency\nBoiler;O-1;123456;22.11.2026;1234,50;eur\nValve;O-2;123456;2026-07-01T10:30;7;JPY\nTap;O-3;123456;2026-07-01T10:30Z;;',
    )
    expect(faults).toEqual([])
    expect(rows.map(({ reference, ordered_at, amount, currency }) => [reference, ordered_at, amount, currency])).toEqual([
      ['O-1', '2026-11-21T23:00:00.000Z', 123_450, 'EUR'],
      ['O-2', '2026-07-01T08:30:00.000Z', 7, 'JPY'],
      ['O-3', '2026-07-01T10:30:00.000Z', null, null],
    ])
  })

  it('tell all that is wrong, line by line', () => {
    expect(orders('reference,contract,title\nO-1,1,x').faults).toEqual(['1 orderedAt missingColumn'])
    expect(orders('reference,contract,title,orderedAt,colour,title\n').faults).toEqual(['1 colour unknownColumn', '1 title twice'])
    expect(orders('').faults).toEqual(['1 null empty'])
    const head = 'reference,contract,title,orderedAt,amount,currency\n'
    expect(
      orders(`${head}O-1,1,x,2026-02-30,,\nO-2,1,,2026-02-28,12.345,EUR\nO-1,1,x,2026-02-28,1.2.3,EUR\nO-3,1,x,2026-02-28,5,\nO-4,1,x,2026-02-28,5,ABC\nO-5,1`)
        .faults,
    ).toEqual([
      '7 null wrongLength',
      '2 orderedAt notADate',
      '3 title required',
      '3 amount notAnAmount',
      '4 amount notAnAmount',
      '4 reference twice',
      '5 currency required',
      '6 currency notACurrency',
    ])
  })
})

it('products have days', () => {
  const parsed = parseCsv('reference,contract,name,since,until\nP-1,1,Boiler,01.02.2020,\nP-2,1,Boiler,2020-02-01,2019-01-01\nP-3,1,Boiler,soon,')
  const { lines } = toLines('records' in parsed ? parsed.records : [], PRODUCT_COLUMNS)
  const { rows, faults } = toProducts(lines)
  expect(rows[0]).toEqual({ line: 2, reference: 'P-1', contract: '1', name: 'Boiler', since: '2020-02-01', until: null })
  expect(faults.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual(['3 until notADate', '4 since notADate'])
})
