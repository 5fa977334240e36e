import { Button } from '@mantine/core'
import { IconUserPlus, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery, peopleQuery } from '../api/queries.ts'
import type { Person } from '../api/types.ts'
import { DepartureDialog } from '../house/departure-dialog.tsx'
import { mayEditPeople } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { ApiKeysCard } from './api-keys-card.tsx'
import { InvitationDialog } from './invitation-dialog.tsx'
import { PeopleTable } from './people-table.tsx'
import { PersonDialog } from './person-dialog.tsx'

type Opened = { kind: 'none' } | { kind: 'add' } | { kind: 'change' | 'invite' | 'leave'; person: Person }

export const PeoplePage = () => {
  const { t } = useTranslation()
  const query = useQuery(peopleQuery)
  const role = useQuery(meQuery).data?.person.role
  const mayEdit = role !== undefined && mayEditPeople(role)
  const [opened, setOpened] = useState<Opened>({ kind: 'none' })
  const close = () => setOpened({ kind: 'none' })
  return (
    <>
      <PageHead title={t('people.title')}>
        {mayEdit ? (
          <Button variant="filled" leftSection={<IconUserPlus size={16} aria-hidden />} onClick={() => setOpened({ kind: 'add' })}>
            {t('people.add')}
          </Button>
        ) : null}
      </PageHead>
      <Loaded query={query}>
        {(people) =>
          people.length === 0 ? (
            <div className="card">
              <Empty icon={IconUsers} title={t('people.none')} />
            </div>
          ) : (
            <PeopleTable
              people={people}
              mayEdit={mayEdit}
              onChange={(person) => setOpened({ kind: 'change', person })}
              onInvite={(person) => setOpened({ kind: 'invite', person })}
              onLeave={(person) => setOpened({ kind: 'leave', person })}
            />
          )
        }
      </Loaded>
      {mayEdit ? <ApiKeysCard /> : null}
      {opened.kind === 'add' ? <PersonDialog onClose={close} onAdded={(person) => setOpened({ kind: 'invite', person })} /> : null}
      {opened.kind === 'change' ? <PersonDialog person={opened.person} onClose={close} /> : null}
      {opened.kind === 'invite' ? <InvitationDialog person={opened.person} onClose={close} /> : null}
      {opened.kind === 'leave' ? <DepartureDialog person={opened.person} onClose={close} /> : null}
    </>
  )
}
