import './roster.css'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { Loaded } from '../ui/loaded.tsx'
import { RosterDesk } from './roster-desk.tsx'
import type { Opened } from './roster-dialogs.tsx'
import type { RosterSearch } from './roster-search.ts'
import { codeOf, type Refusal } from './use-editor.ts'
import { usePlan } from './use-plan.ts'
import { useRoster, useView } from './use-desk.ts'

const route = getRouteApi('/app/roster')

/** Who works when: made, judged and published here; read-only for who only needs to know. */
export const RosterPage = () => {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const go = useCallback((next: RosterSearch) => void navigate({ search: next }), [navigate])
  const [opened, setOpened] = useState<Opened | null>(null)
  const onRefusal = ({ edit, error }: Refusal) => {
    if (codeOf(error) === 'AMBIGUOUS_TIME') setOpened({ kind: 'fold', edit: { before: edit.before, after: edit.after } })
  }
  const view = useView(search)
  const { query, roster, levels, editor } = useRoster(view, onRefusal)
  const plan = usePlan(view, roster, levels)
  const isOld = query.isPlaceholderData
  return (
    <Loaded query={query} lines={10} isPage>
      {() =>
        plan.roster ? (
          <RosterDesk
            {...{ levels, editor, search, isOld, go, opened, setOpened, plan }}
            roster={plan.roster}
            view={{ ...view, mayEdit: view.mayEdit && !isOld && !plan.isShown }}
          />
        ) : null
      }
    </Loaded>
  )
}
