import { NativeSelect, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { meQuery } from '../api/queries.ts'
import type { Me } from '../api/types.ts'
import { switchLanguage } from '../i18n.ts'
import { PasswordForm } from '../sign-in/password-form.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.tsx'
import { Card, PageHead } from '../ui/pieces.tsx'
import { SessionsCard } from './sessions-card.tsx'

export const AccountPage = () => {
  const { t } = useTranslation()
  const query = useQuery(meQuery)
  return (
    <>
      <PageHead title={t('account.title')} />
      <Loaded query={query}>
        {(me) => (
          <div className="columns">
            <div className="stack">
              <Who me={me} />
              <SessionsCard />
            </div>
            <div className="stack">
              <ScreenCard />
              <PasswordCard hasPassword={me.person.hasPassword} />
            </div>
          </div>
        )}
      </Loaded>
    </>
  )
}

const Who = ({ me: { person, company } }: { me: Me }) => {
  const { t } = useTranslation()
  return (
    <Card>
      <dl className="facts">
        <div>
          <dt>{t('people.name')}</dt>
          <dd>{person.name}</dd>
        </div>
        <div>
          <dt>{t('people.email')}</dt>
          <dd>{person.email}</dd>
        </div>
        <div>
          <dt>{t('people.role')}</dt>
          <dd>{t(`roles.${person.role}`)}</dd>
        </div>
        <div>
          <dt>{t('people.level')}</dt>
          <dd>{person.level ? `${person.level.rank} · ${person.level.name}` : '—'}</dd>
        </div>
        <div>
          <dt>{t('account.company')}</dt>
          <dd>
            {company.name} · {company.zone}
          </dd>
        </div>
      </dl>
    </Card>
  )
}

const ScreenCard = () => {
  const { t, i18n } = useTranslation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Card title={t('account.screen')}>
      <div className="stack">
        <NativeSelect
          label={t('account.language')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          value={i18n.language}
          onChange={(event) => void switchLanguage(event.currentTarget.value, true)}
        />
        <NativeSelect
          label={t('account.theme')}
          data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`account.themes.${value}`) }))}
          value={colorScheme}
          onChange={({ currentTarget: { value } }) => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}
        />
        <p className="muted small">{t('account.screenWhy')}</p>
      </div>
    </Card>
  )
}

const PasswordCard = ({ hasPassword }: { hasPassword: boolean }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return (
    <Card title={t(hasPassword ? 'account.changePassword' : 'account.setPassword')}>
      <PasswordForm
        withCurrent={hasPassword}
        save={(password, current) => ask<unknown>('POST', '/api/me/password', { body: hasPassword ? { password, current } : { password } })}
        onDone={() => {
          void queryClient.invalidateQueries()
          void notify(t('account.passwordSaved'))
        }}
        submitWords={t('form.save')}
      />
    </Card>
  )
}
