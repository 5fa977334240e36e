import { Button } from '@mantine/core'
import { IconCircleCheck, IconMail, IconUserOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Person } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { Pill } from '../ui/pieces.tsx'

type PeopleTableProps = {
  people: readonly Person[]
  mayEdit: boolean
  onChange: (person: Person) => void
  onInvite: (person: Person) => void
  onLeave: (person: Person) => void
}

export const PeopleTable = ({ people, mayEdit, onChange, onInvite, onLeave }: PeopleTableProps) => {
  const { t } = useTranslation()
  return (
    <div className="card flush">
      <table className="list">
        <caption>{t('people.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.name')}</th>
            <th scope="col" className="only-wide">
              {t('people.role')}
            </th>
            <th scope="col" className="only-wide">
              {t('people.level')}
            </th>
            <th scope="col" className="only-wide">
              {t('people.phone')}
            </th>
            <th scope="col">{t('people.state')}</th>
            {mayEdit ? (
              <th scope="col" className="only-wide">
                <span className="hidden-words">{t('people.actions')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <td>
                <span className="strong" style={{ display: 'block' }}>
                  {person.name}
                </span>
                <span className="muted small">{person.email}</span>
                <span className="only-narrow small">{t(`roles.${person.role}`)}</span>
                {mayEdit ? <RowActions className="only-narrow" person={person} onChange={onChange} onInvite={onInvite} onLeave={onLeave} /> : null}
              </td>
              <td className="only-wide">{t(`roles.${person.role}`)}</td>
              <td className="only-wide">{person.level ? `${person.level.rank} · ${person.level.name}` : '—'}</td>
              <td className="only-wide number">{person.phone ? groupNumber(person.phone) : '—'}</td>
              <td>
                <PersonState person={person} />
              </td>
              {mayEdit ? (
                <td className="only-wide end">
                  <RowActions person={person} onChange={onChange} onInvite={onInvite} onLeave={onLeave} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const PersonState = ({ person }: { person: Person }) => {
  const { t } = useTranslation()
  if (!person.isActive) return <Pill icon={IconUserOff}>{t('people.inactive')}</Pill>
  if (!person.hasPassword)
    return (
      <Pill tone="warn" icon={IconMail}>
        {t('people.notIn')}
      </Pill>
    )
  return (
    <Pill tone="ok" icon={IconCircleCheck}>
      {t('people.active')}
    </Pill>
  )
}

type RowActionsProps = Pick<PeopleTableProps, 'onChange' | 'onInvite' | 'onLeave'> & { person: Person; className?: string }

const RowActions = ({ person, onChange, onInvite, onLeave, className = '' }: RowActionsProps) => {
  const { t } = useTranslation()
  return (
    <span
      className={`actions ${className}`}
      style={{ justifyContent: className ? 'flex-start' : 'flex-end', flexWrap: className ? 'wrap' : 'nowrap', marginTop: className ? 6 : 0 }}
    >
      <Button size="xs" onClick={() => onChange(person)} aria-label={t('people.changeOf', { name: person.name })}>
        {t('people.change')}
      </Button>
      <Button size="xs" disabled={!person.isActive} onClick={() => onInvite(person)} aria-label={t('people.inviteOf', { name: person.name })}>
        {t('people.invite')}
      </Button>
      <Button size="xs" disabled={!person.isActive} onClick={() => onLeave(person)} aria-label={t('house.departure.startOf', { name: person.name })}>
        {t('house.departure.start')}
      </Button>
    </span>
  )
}
