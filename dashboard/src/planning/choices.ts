import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { levelsQuery, sitesQuery } from '../api/queries.ts'
import { skillsQuery, workersQuery } from '../api/shift-queries.ts'

/** What the fields of the forms offer, and names by id. */
export const useChoices = () => {
  const { t } = useTranslation()
  const levels = useQuery(levelsQuery).data ?? []
  const sites = useQuery(sitesQuery).data ?? []
  const skills = useQuery(skillsQuery).data ?? []
  const open = { value: '', label: t('form.choose') }
  return {
    levels: [open, ...levels.map(({ id, rank, name }) => ({ value: id, label: `${rank} · ${name}` }))],
    sites: [open, ...sites.map(({ id, name, zone }) => ({ value: id, label: `${name} · ${zone}` }))],
    skills: [{ value: '', label: t('planning.noSkill') }, ...skills.map(({ key, name }) => ({ value: key, label: name }))],
    kinds: (['desk', 'onCall'] as const).map((value) => ({ value, label: t(`now.kinds.${value}`) })),
    onlySite: sites.length === 1 ? (sites[0]?.id ?? '') : '',
    levelName: (id: string) => levels.find((level) => level.id === id)?.name ?? '?',
    siteName: (id: string) => sites.find((site) => site.id === id)?.name ?? '?',
    skillName: (key: string) => skills.find((skill) => skill.key === key)?.name ?? key,
  }
}

/** People who can be planned. */
export const useWorkerChoices = (): { value: string; label: string }[] => {
  const { t } = useTranslation()
  const workers = useQuery(workersQuery).data ?? []
  return [{ value: '', label: t('form.choose') }, ...workers.filter(({ isActive }) => isActive).map(({ id, name }) => ({ value: id, label: name }))]
}

const MADE_OLD = ['planning', 'levels', 'sites', 'board', 'my-shifts', 'roster']

/** After a change here: everything that is made of it is fetched again. */
export const useRenew = (): (() => void) => {
  const queryClient = useQueryClient()
  return () => {
    for (const kind of MADE_OLD) void queryClient.invalidateQueries({ queryKey: [kind] })
  }
}
