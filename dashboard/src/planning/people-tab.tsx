import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCertificate, IconCertificateOff, IconPhoneOff, IconSchool, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { workersQuery } from '../api/shift-queries.ts'
import type { Worker } from '../api/shift-types.ts'
import type { Role } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'
import { useNow } from '../format/use-now.ts'
import { lastDayOf, wallOf } from '../format/zoned.ts'
import { useLanguageName } from '../now/languages.ts'
import { mayContract } from '../shell/roles.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { useChoices } from './choices.ts'
import { amountText, contractOn, expiryOf, hoursText } from './hours.ts'
import { SkillsCard } from './skills-card.tsx'
import { ListTable, TabHead } from './table.tsx'
import { WorkerDialog } from './worker-dialog.tsx'

/** How people work: what they know, speak and have agreed. Leaves out who works no more. */
export const PeopleTab = ({ role }: { role: Role }) => {
  const { t } = useTranslation()
  const query = useQuery(workersQuery)
  const [opened, setOpened] = useState<Worker | null>(null)
  const heads = [
    { words: t('people.name') },
    { words: t('planning.people.skills') },
    { words: t('planning.people.speaks'), onlyWide: true },
    { words: t('planning.people.contract'), onlyWide: true },
    { words: t('people.actions'), isHidden: true },
  ]
  return (
    <>
      <TabHead why={t(mayContract(role) ? 'planning.people.why' : 'planning.people.whyNoPay')} />
      <Loaded query={query}>
        {(workers) =>
          workers.length === 0 ? (
            <div className="card">
              <Empty icon={IconUsers} title={t('people.none')} />
            </div>
          ) : (
            <ListTable caption={t('planning.tabs.people')} heads={heads}>
              {workers
                .filter(({ isActive }) => isActive)
                .map((worker) => (
                  <Row key={worker.id} worker={worker} seesPay={mayContract(role)} onChange={() => setOpened(worker)} />
                ))}
            </ListTable>
          )
        }
      </Loaded>
      <SkillsCard />
      {opened === null ? null : <WorkerDialog worker={opened} mayContract={mayContract(role)} onClose={() => setOpened(null)} />}
    </>
  )
}

const Row = ({ worker, seesPay, onChange }: { worker: Worker; seesPay: boolean; onChange: () => void }) => {
  const { t } = useTranslation()
  const languageName = useLanguageName()
  return (
    <tr>
      <td>
        <span className="strong" style={{ display: 'block' }}>
          {worker.name}
        </span>
        <span className="muted small">{worker.level ? `${worker.level.rank} · ${worker.level.name}` : t('people.noLevel')}</span>
        <Marks worker={worker} />
      </td>
      <td>
        <Skills worker={worker} />
      </td>
      <td className="only-wide first-big">
        {worker.speaks.length === 0 ? <span className="muted">{t('planning.people.speaksAny')}</span> : worker.speaks.map(languageName).join(', ')}
      </td>
      <td className="only-wide">
        <ContractWords worker={worker} seesPay={seesPay} />
      </td>
      <td className="end">
        <Button size="xs" onClick={onChange} aria-label={t('people.changeOf', { name: worker.name })}>
          {t('people.change')}
        </Button>
      </td>
    </tr>
  )
}

const Marks = ({ worker }: { worker: Worker }) => {
  const { t } = useTranslation()
  const { siteName } = useChoices()
  return (
    <span className="row marks">
      {worker.siteId === null ? null : <span className="muted small">{siteName(worker.siteId)}</span>}
      {worker.department === null ? null : <span className="muted small">{worker.department}</span>}
      {worker.isTrainee ? <Pill icon={IconSchool}>{t('planning.people.trainee')}</Pill> : null}
      {worker.isGuest ? <Pill tone="night">{t('roles.guest')}</Pill> : null}
      {worker.hasPhone ? null : (
        <Pill tone="warn" icon={IconPhoneOff}>
          {t('planning.people.noPhone')}
        </Pill>
      )}
    </span>
  )
}

const Skills = ({ worker: { attestations } }: { worker: Worker }) => {
  const { t } = useTranslation()
  const { date, zone } = useFormat()
  const { skillName } = useChoices()
  const now = useNow(60_000)
  if (attestations.length === 0) return <span className="muted">{t('planning.people.noSkills')}</span>
  return (
    <span className="row">
      {attestations.map(({ skill, expiresAt }) => {
        const expiry = expiryOf(expiresAt, now)
        const at = expiresAt === null ? '' : date(`${lastDayOf(expiresAt, zone)}T12:00:00Z`)
        const tone = ({ never: 'plain', fine: 'plain', soon: 'warn', over: 'bad' } as const)[expiry]
        const icon = expiry === 'over' ? IconCertificateOff : expiry === 'soon' ? IconAlertTriangle : IconCertificate
        return (
          <Pill key={skill} tone={tone} icon={icon}>
            {t(`planning.people.expiry.${expiry}`, { skill: skillName(skill), at })}
          </Pill>
        )
      })}
    </span>
  )
}

const ContractWords = ({ worker: { contracts }, seesPay }: { worker: Worker; seesPay: boolean }) => {
  const { t } = useTranslation()
  const { zone } = useFormat()
  const today = wallOf(useNow(60_000), zone).date
  const contract = contractOn(contracts, today)
  if (contract === undefined) return <span className="muted">{t('planning.people.noContract')}</span>
  return (
    <>
      {t('planning.people.weekly', { hours: hoursText(contract.weeklyMinutes) })}
      <span className="muted small" style={{ display: 'block' }}>
        {t(`planning.packs.${contract.pack}`)}
        {seesPay && contract.hourlyRate !== null
          ? ` · ${t('planning.people.rate', { amount: amountText(contract.hourlyRate), currency: contract.currency ?? '' })}`
          : ''}
      </span>
    </>
  )
}
