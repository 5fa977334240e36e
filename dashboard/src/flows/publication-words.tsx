import { useTranslation } from 'react-i18next'
import type { FlowPublication } from '../api/types.ts'
import { useFormat } from '../format/use-format.ts'

/** When, who and why, in one line. */
export const PublicationWords = ({ publication: { publishedAt, by, personName, why } }: { publication: FlowPublication }) => {
  const { t } = useTranslation()
  const { dateTime } = useFormat()
  return (
    <>
      {dateTime(publishedAt)} · {personName ?? t(`flows.by.${by}`)}: {why}
    </>
  )
}
