import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { linkQuery } from '../api/queries.ts'
import type { LinkInfo } from '../api/types.ts'
import { Loaded } from '../ui/loaded.tsx'
import { PageHead } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { Door } from './door.tsx'
import { PasswordForm } from './password-form.tsx'
import { useEnter } from './use-enter.ts'

const route = getRouteApi('/welcome')

export const WelcomePage = () => {
  const { t } = useTranslation()
  const { token } = route.useSearch()
  const query = useQuery({ ...linkQuery(token), enabled: token !== '' })
  // Once it is used the link is worth nothing, and what it says must not be asked again.
  const [used, setUsed] = useState<LinkInfo | null>(null)
  if (used !== null)
    return (
      <Door>
        <AfterFirstSignIn link={used} />
      </Door>
    )
  return (
    <Door>
      {token === '' ? (
        <NoToken />
      ) : (
        <Loaded query={query} lines={3} isPage>
          {(link) => <WelcomeLink link={link} token={token} onUsed={() => setUsed(link)} />}
        </Loaded>
      )}
      {query.isError || token === '' ? (
        <p>
          <Link to="/sign-in">{t('welcome.toSignIn')}</Link>
        </p>
      ) : null}
    </Door>
  )
}

const NoToken = () => {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('welcome.noTokenTitle')} />
      <p className="muted">{t('welcome.noToken')}</p>
    </>
  )
}

const WelcomeLink = ({ link, token, onUsed }: { link: LinkInfo; token: string; onUsed: () => void }) => {
  const { t } = useTranslation()
  const enter = useEnter()
  const use = useSend({ run: () => ask<unknown>('POST', '/api/sign-in-links/use', { body: { token } }), onDone: onUsed })
  return (
    <>
      <PageHead title={t('welcome.title', { name: link.name })} />
      <p className="muted">{t('welcome.for', { email: link.email })}</p>
      {link.purpose === 'invitation' ? (
        <PasswordForm
          save={(password) => ask<unknown>('POST', '/api/invitations/accept', { body: { token, password } })}
          onDone={() => void enter()}
          submitWords={t('welcome.accept')}
        />
      ) : (
        <>
          {use.fault ? <Fault error={use.fault} /> : null}
          <Button variant="filled" size="md" fullWidth loading={use.isSending} onClick={() => use.send(undefined)}>
            {t('welcome.enter')}
          </Button>
        </>
      )}
    </>
  )
}

const AfterFirstSignIn = ({ link }: { link: LinkInfo }) => {
  const { t } = useTranslation()
  const enter = useEnter()
  return (
    <>
      <PageHead title={t('welcome.in', { name: link.name })} />
      <p className="muted">{t('welcome.setPassword', { email: link.email })}</p>
      <PasswordForm
        save={(password) => ask<unknown>('POST', '/api/me/password', { body: { password } })}
        onDone={() => void enter()}
        submitWords={t('welcome.save')}
      />
      <Button variant="subtle" onClick={() => void enter()}>
        {t('welcome.later')}
      </Button>
    </>
  )
}
