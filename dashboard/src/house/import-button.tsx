import './house.css'
import { Button, NativeSelect } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconFileImport, IconInfoCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Note } from '../ui/pieces.tsx'
import { Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { importTable, type ImportFault, type ImportKind, type ImportResult } from './house-api.ts'
import { faultWords } from './import-faults.ts'

const KINDS: readonly ImportKind[] = ['orders', 'products']
const COLUMNS: Record<ImportKind, { required: string; optional: string }> = {
  orders: { required: 'reference, contract, title, orderedAt', optional: 'state, amount, currency' },
  products: { required: 'reference, contract, name', optional: 'since, until' },
}

/** Orders and products out of another system's table. Such files lie on desks, not on phones: there it has no room. */
export const ImportButton = () => {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button className="only-wide" leftSection={<IconFileImport size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t('house.import.title')}
      </Button>
      {isOpen ? <ImportDialog onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** As it was read: what is imported is what was tried, whatever happens to the file meanwhile. */
type Table = { name: string; bytes: ArrayBuffer }

/** A file is tried first; without faults it can be imported. */
const ImportDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<ImportKind>('orders')
  const [table, setTable] = useState<Table | null>(null)
  const trying = useSend({
    run: async (file: File) => {
      const bytes = await file.arrayBuffer()
      setTable({ name: file.name, bytes })
      return importTable(kind, bytes, true)
    },
  })
  const importing = useSend({
    run: ({ bytes }: Table) => importTable(kind, bytes, false),
    onDone: () => void queryClient.invalidateQueries({ queryKey: ['customer'] }),
  })
  const startAnew = () => {
    setTable(null)
    trying.reset()
    importing.reset()
  }
  const result = importing.done ?? trying.done
  const canImport = table !== null && result?.isDryRun === true && result.faults.length === 0 && result.added + result.changed > 0
  const isImported = result?.isDryRun === false && result.faults.length === 0
  return (
    <Dialog title={t('house.import.title')} onClose={onClose}>
      <div className="stack">
        <NativeSelect
          label={t('house.import.kind')}
          data={KINDS.map((value) => ({ value, label: t(`house.import.kinds.${value}`) }))}
          value={kind}
          disabled={trying.isSending || importing.isSending}
          onChange={(event) => {
            setKind(KINDS.find((known) => known === event.currentTarget.value) ?? 'orders')
            startAnew()
          }}
        />
        <div className="stack tight small">
          <p>
            {t('house.import.required')} <code>{COLUMNS[kind].required}</code>
          </p>
          <p>
            {t('house.import.optional')} <code>{COLUMNS[kind].optional}</code>
          </p>
          <p className="muted">{t('house.import.form')}</p>
        </div>
        <div role="status" className="stack">
          {table && result ? <Verdict name={table.name} result={result} /> : null}
        </div>
        {trying.fault ? <Fault error={trying.fault} /> : null}
        {importing.fault ? <Fault error={importing.fault} /> : null}
        <div className="actions">
          {canImport ? (
            <Button variant="filled" loading={importing.isSending} onClick={() => importing.send(table)}>
              {t('house.import.do')}
            </Button>
          ) : null}
          {importing.isSending ? null : (
            <ChooseFile
              isMain={table === null}
              isTrying={trying.isSending}
              onChoose={(file) => {
                startAnew()
                trying.send(file)
              }}
            />
          )}
          <Button onClick={onClose}>{t(isImported ? 'form.done' : 'form.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

const ChooseFile = ({ isMain, isTrying, onChoose }: { isMain: boolean; isTrying: boolean; onChoose: (file: File) => void }) => {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv,text/plain"
        className="hidden-words"
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          if (file) onChoose(file)
          // The same file, mended, can be chosen again.
          event.currentTarget.value = ''
        }}
      />
      <Button variant={isMain ? 'filled' : 'default'} loading={isTrying} onClick={() => input.current?.click()}>
        {t(isMain ? 'house.import.choose' : 'house.import.another')}
      </Button>
    </>
  )
}

const Verdict = ({ name, result: { isDryRun, lines, added, changed, faults } }: { name: string; result: ImportResult }) => {
  const { t } = useTranslation()
  if (faults.length > 0)
    return (
      <>
        <Note tone="bad" icon={IconAlertTriangle}>
          <p className="strong">{t('house.import.faulty', { name, count: faults.length })}</p>
          <p>{t(faults.length < MOST_FAULTS ? 'house.import.faultyWhy' : 'house.import.faultyMore')}</p>
        </Note>
        <FaultTable faults={faults} />
      </>
    )
  const counts = [
    t('house.import.added', { count: added }),
    t('house.import.changed', { count: changed }),
    t('house.import.same', { count: lines - added - changed }),
  ].join(', ')
  return (
    <Note tone={isDryRun ? 'plain' : 'ok'} icon={isDryRun ? IconInfoCircle : IconCircleCheck}>
      <p className="strong">{t(isDryRun ? 'house.import.tried' : 'house.import.done', { name, count: lines })}</p>
      <p>{counts}</p>
      {isDryRun ? <p className="muted">{t(added + changed > 0 ? 'house.import.triedWhy' : 'house.import.nothingToDo')}</p> : null}
    </Note>
  )
}

/** The server tells no more. */
const MOST_FAULTS = 200

const FaultTable = ({ faults }: { faults: readonly ImportFault[] }) => {
  const { t, i18n } = useTranslation()
  return (
    // Scrolled by keys too.
    <section className="house-faults" tabIndex={0} aria-label={t('house.import.faultsOf')}>
      <table className="list">
        <caption>{t('house.import.faultsOf')}</caption>
        <thead>
          <tr>
            <th scope="col" className="end">
              {t('house.import.line')}
            </th>
            <th scope="col">{t('house.import.column')}</th>
            <th scope="col">{t('house.import.fault')}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault, index) => {
            const words = `house.import.faults.${faultWords(fault)}`
            return (
              <tr key={index}>
                <td className="end">{fault.line}</td>
                <td>{fault.column ? <code>{fault.column}</code> : '—'}</td>
                <td>
                  {i18n.exists(words) ? t(words) : fault.message}
                  {fault.value === null ? null : (
                    <>
                      : <span className="strong">{fault.value}</span>
                    </>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
