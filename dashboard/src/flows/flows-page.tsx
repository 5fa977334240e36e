import './flows.css'
import { IconAlertTriangle, IconCheck, IconFileOff, IconRoute, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { flowsQuery } from '../api/queries.ts'
import type { FlowInfo } from '../api/types.ts'
import { groupNumber } from '../format/phone-number.ts'
import { ListTable } from '../planning/table.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Note, PageHead, Pill } from '../ui/pieces.tsx'
import { Empty } from '../ui/states.tsx'
import { FindingLine } from './finding-list.tsx'
import { PublicationWords } from './publication-words.tsx'

/** All flows in use: what callers hear now, since when and why. */
export const FlowsPage = () => {
  const { t } = useTranslation()
  const query = useQuery(flowsQuery)
  return (
    <>
      <PageHead title={t('flows.title')} />
      <Loaded query={query}>
        {(flows) =>
          flows.length === 0 ? (
            <div className="card">
              <Empty icon={IconRoute} title={t('flows.none')}>
                <p>{t('flows.noneWhy')}</p>
              </Empty>
            </div>
          ) : (
            <>
              {flows
                .filter(({ folder }) => folder === 'broken')
                .map((flow) => (
                  <BrokenFile key={flow.flow} flow={flow} />
                ))}
              <FlowTable flows={flows} />
            </>
          )
        }
      </Loaded>
    </>
  )
}

const BrokenFile = ({ flow: { flow, title, version, folderFindings } }: { flow: FlowInfo }) => {
  const { t } = useTranslation()
  return (
    <Note tone="bad" icon={IconAlertTriangle}>
      <div className="stack tight">
        <p className="strong">{t('flows.brokenFile', { file: `${flow}.yaml` })}</p>
        <p>{t('flows.brokenFileWhy', { title, version })}</p>
        <ul className="finding-list">
          {folderFindings.map((finding) => (
            <FindingLine key={`${finding.line} ${finding.rule} ${finding.message}`} finding={finding} />
          ))}
        </ul>
      </div>
    </Note>
  )
}

const FlowTable = ({ flows }: { flows: readonly FlowInfo[] }) => {
  const { t } = useTranslation()
  const heads = [
    { words: t('flows.flow') },
    { words: t('flows.published') },
    { words: t('flows.numbers'), onlyWide: true },
    { words: t('flows.folder'), onlyWide: true },
  ]
  return (
    <ListTable caption={t('flows.title')} heads={heads}>
      {flows.map((flow) => (
        <tr key={flow.flow}>
          <td>
            <Link to="/flows/$flow" params={{ flow: flow.flow }} className="strong">
              {flow.title}
            </Link>
            <span className="muted small flow-under">
              <code>{flow.flow}</code> · {flow.languages.join(', ')}
            </span>
          </td>
          <td>
            <code>{flow.version}</code>
            {flow.published === null ? null : (
              <span className="muted small flow-under">
                <PublicationWords publication={flow.published} />
              </span>
            )}
          </td>
          <td className="only-wide">
            {flow.numbers.length === 0 ? <span className="muted">{t('flows.noNumber')}</span> : null}
            {flow.numbers.map((number) => (
              <span key={number} className="number flow-under">
                {groupNumber(number)}
              </span>
            ))}
          </td>
          <td className="only-wide">
            <FolderPill folder={flow.folder} />
          </td>
        </tr>
      ))}
    </ListTable>
  )
}

const FOLDER_SIGNS = {
  same: { tone: 'ok', icon: IconCheck },
  other: { tone: 'warn', icon: IconAlertTriangle },
  broken: { tone: 'bad', icon: IconX },
  missing: { tone: 'warn', icon: IconFileOff },
} as const

export const FolderPill = ({ folder }: { folder: FlowInfo['folder'] }) => {
  const { t } = useTranslation()
  return <Pill {...FOLDER_SIGNS[folder]}>{t(`flows.folders.${folder}`)}</Pill>
}
