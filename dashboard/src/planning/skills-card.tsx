import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { skillsQuery } from '../api/shift-queries.ts'
import type { Skill } from '../api/shift-types.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew } from './choices.ts'

/** What people can be asked to know. */
export const SkillsCard = () => {
  const { t } = useTranslation()
  const query = useQuery(skillsQuery)
  return (
    <Card title={t('planning.skills.title')}>
      <div className="stack">
        <Loaded query={query} lines={2}>
          {(skills) =>
            skills.length === 0 ? (
              <p className="muted">{t('planning.skills.none')}</p>
            ) : (
              <ul className="lines">
                {skills.map((skill) => (
                  <Line key={skill.key} skill={skill} />
                ))}
              </ul>
            )
          }
        </Loaded>
        <NewSkill />
      </div>
    </Card>
  )
}

const Line = ({ skill }: { skill: Skill }) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const removal = useSend({ run: () => ask<unknown>('DELETE', `/api/skills/${skill.key}`), onDone: renew })
  return (
    <li className="middle">
      <span className="stack tight">
        <span>
          <span className="strong">{skill.name}</span> <code className="muted">{skill.key}</code>
        </span>
        {removal.fault ? <Fault error={removal.fault} /> : null}
      </span>
      <Button size="xs" loading={removal.isSending} onClick={() => removal.send(undefined)} aria-label={t('planning.removeOf', { name: skill.name })}>
        {t('planning.remove')}
      </Button>
    </li>
  )
}

const NewSkill = () => {
  const { t } = useTranslation()
  const renew = useRenew()
  const form = useForm({
    initialValues: { key: '', name: '' },
    validate: {
      key: (key) => (/^[a-z][a-z0-9-]{0,39}$/.test(key) ? null : t('planning.skills.keyForm')),
      name: (name) => (name.trim() === '' ? t('form.required') : null),
    },
  })
  const adding = useSend({
    run: (body: Skill) => ask<unknown>('POST', '/api/skills', { body }),
    onDone: () => {
      form.reset()
      renew()
    },
    form,
  })
  return (
    <form className="toolbar" onSubmit={form.onSubmit((values) => adding.send(values))} noValidate>
      {adding.fault ? <Fault error={adding.fault} /> : null}
      <TextInput label={t('planning.skills.name')} {...form.getInputProps('name')} />
      <TextInput label={t('planning.skills.key')} placeholder="heating" {...form.getInputProps('key')} />
      <Button type="submit" loading={adding.isSending}>
        {t('planning.skills.add')}
      </Button>
    </form>
  )
}
