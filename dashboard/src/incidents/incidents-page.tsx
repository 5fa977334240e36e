import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { incidentsQuery } from '../api/line-queries.ts'
import type { Incident } from '../api/line-types.ts'
import { meQuery } from '../api/queries.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { maySupervise } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card, PageHead, Pill } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { IncidentDialog } from './incident-dialog.tsx'

/** Disturbances that touch many customers: what callers hear, and how many have joined. */
export const IncidentsPage = () => {
  const { t } = useTranslation()
  const query = useQuery(incidentsQuery)
  const role = useQuery(meQuery).data?.person.role
  const mayOpen = role !== undefined && maySupervise(role)
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <PageHead title={t('incidents.title')}>
        {mayOpen ? (
          <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('incidents.open')}
          </Button>
        ) : null}
      </PageHead>
      <Loaded query={query} lines={5}>
        {(incidents) =>
          incidents.length === 0 ? (
            <div className="card">
              <Empty icon={IconAlertTriangle} title={t('incidents.none')}>
                <p>{t('incidents.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <div className="stack">
              {incidents.map((incident) => (
                <IncidentCard key={incident.id} incident={incident} mayEnd={mayOpen} />
              ))}
            </div>
          )
        }
      </Loaded>
      {isAdding ? <IncidentDialog onClose={() => setAdding(false)} /> : null}
    </>
  )
}

const IncidentCard = ({ incident, mayEnd }: { incident: Incident; mayEnd: boolean }) => {
  const { t } = useTranslation()
  const { moment } = useFormat()
  const now = useNow(30_000)
  const { endedAt, promisedAt } = incident
  return (
    <Card
      title={incident.title}
      aside={<Pill tone={endedAt === null ? 'bad' : 'plain'}>{t(endedAt === null ? 'incidents.isOpen' : 'incidents.hasEnded')}</Pill>}
    >
      <div className="stack tight">
        <p className="muted">
          {t('incidents.since', { at: moment(incident.openedAt, now), name: incident.openedBy.name })}
          {` · ${incident.site?.name ?? t('incidents.allSites')} · `}
          {t('incidents.calls', { count: incident.calls })}
          {endedAt === null ? '' : ` · ${t('incidents.ended', { at: moment(endedAt, now) })}`}
          {promisedAt === null ? '' : ` · ${t('incidents.promised', { at: moment(promisedAt, now) })}`}
        </p>
        <p>
          <Link to="/cases/$number" params={{ number: incident.caseNumber }}>
            {t('incidents.case', { number: incident.caseNumber })}
          </Link>
        </p>
        {Object.entries(incident.text).map(([language, text]) => (
          <p key={language}>
            <Pill>{language.toUpperCase()}</Pill> <q lang={language}>{text}</q>
          </p>
        ))}
        {mayEnd && endedAt === null ? <EndButton incident={incident} /> : null}
      </div>
    </Card>
  )
}

const EndButton = ({ incident }: { incident: Incident }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const ending = useSend({
    run: () => ask<unknown>('POST', `/api/incidents/${incident.id}/end`),
    onDone: () => {
      void queryClient.invalidateQueries({ queryKey: incidentsQuery.queryKey })
      void notify(t('incidents.hasEnded'))
    },
  })
  return (
    <>
      {ending.fault ? <Fault error={ending.fault} /> : null}
      <div className="actions">
        <Button loading={ending.isSending} onClick={() => ending.send(undefined)} aria-label={t('incidents.endOf', { title: incident.title })}>
          {t('incidents.end')}
        </Button>
      </div>
    </>
  )
}
