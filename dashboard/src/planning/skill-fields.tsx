import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useChoices } from './choices.ts'
import type { WorkerForm } from './worker-form.ts'

/** What somebody was found to know, and until when. */
export const SkillFields = ({ form }: { form: WorkerForm }) => {
  const { t } = useTranslation()
  const { skills, skillName } = useChoices()
  const known = form.values.attestations.map(({ skill }) => skill)
  const free = (own: string) => [{ value: '', label: t('form.choose') }, ...skills.slice(1).filter(({ value }) => value === own || !known.includes(value))]
  return (
    <fieldset className="plain-fieldset stack">
      <legend>{t('planning.people.skills')}</legend>
      {form.values.attestations.map((one, index) => (
        <div key={index} className="skill-row">
          <NativeSelect label={t('planning.skill')} data={free(one.skill)} {...form.getInputProps(`attestations.${index}.skill`)} />
          <TextInput
            type="date"
            label={t('planning.people.until')}
            description={t('planning.people.untilWhy')}
            {...form.getInputProps(`attestations.${index}.until`)}
          />
          <Button aria-label={t('planning.removeOf', { name: skillName(one.skill) })} onClick={() => form.removeListItem('attestations', index)} px={10}>
            <IconTrash size={16} aria-hidden />
          </Button>
        </div>
      ))}
      <span>
        <Button
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={known.length >= skills.length - 1}
          onClick={() => form.insertListItem('attestations', { skill: '', until: '' })}
        >
          {t('planning.people.addSkill')}
        </Button>
      </span>
    </fieldset>
  )
}
