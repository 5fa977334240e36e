import { Button } from '@mantine/core'
import { IconHash, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { numbersQuery } from '../api/queries.ts'
import type { PhoneNumber } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { NumberDialog } from './number-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change' | 'remove'; number: PhoneNumber }

export const NumbersPage = () => {
  const { t } = useTranslation()
  const query = useQuery(numbersQuery)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  const add = () => setOpened({ kind: 'add' })
  return (
    <>
      <PageHead title={t('numbers.title')}>
        <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {t('numbers.add')}
        </Button>
      </PageHead>
      <Loaded query={query}>
        {(numbers) =>
          numbers.length === 0 ? (
            <div className="card">
              <Empty icon={IconHash} title={t('numbers.none')}>
                <p>{t('numbers.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <NumberTable numbers={numbers} onOpen={(kind, number) => setOpened({ kind, number })} />
          )
        }
      </Loaded>
      {opened.kind === 'add' ? <NumberDialog onClose={close} /> : null}
      {opened.kind === 'change' ? <NumberDialog number={opened.number} onClose={close} /> : null}
      {opened.kind === 'remove' ? <RemoveDialog number={opened.number} onClose={close} /> : null}
    </>
  )
}

type NumberTableProps = { numbers: readonly PhoneNumber[]; onOpen: (kind: 'change' | 'remove', number: PhoneNumber) => void }

const NumberTable = ({ numbers, onOpen }: NumberTableProps) => {
  const { t } = useTranslation()
  return (
    <div className="card flush">
      <table className="list">
        <caption>{t('numbers.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('numbers.number')}</th>
            <th scope="col" className="only-wide">
              {t('numbers.site')}
            </th>
            <th scope="col" className="only-wide">
              {t('numbers.flow')}
            </th>
            <th scope="col">
              <span className="hidden-words">{t('people.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {numbers.map((number) => (
            <tr key={number.number}>
              <td>
                <span className="strong number">{groupNumber(number.number)}</span>
                <span className="muted small" style={{ display: 'block' }}>
                  {number.label}
                </span>
              </td>
              <td className="only-wide">
                {number.site.name}
                <span className="muted small" style={{ display: 'block' }}>
                  {number.site.zone}
                </span>
              </td>
              <td className="only-wide">
                <code>{number.flow}</code>
              </td>
              <td className="end">
                <span className="actions" style={{ justifyContent: 'flex-end' }}>
                  <Button size="xs" onClick={() => onOpen('change', number)} aria-label={t('numbers.changeOf', { number: number.number })}>
                    {t('numbers.change')}
                  </Button>
                  <Button size="xs" onClick={() => onOpen('remove', number)} aria-label={t('numbers.removeOf', { number: number.number })}>
                    {t('numbers.remove')}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
