import { useQuery } from '@tanstack/react-query'
import { skillsQuery } from '../api/shift-queries.ts'

/** Skills by name; until they are loaded, or where they may not be seen, by their key. */
export const useSkillName = (): ((key: string) => string) => {
  const skills = useQuery(skillsQuery).data ?? []
  return (key) => skills.find((skill) => skill.key === key)?.name ?? key
}
