import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconChevronLeft, IconChevronRight, IconConfetti, IconFileImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../api/http.ts'
import { holidaysQuery } from '../api/shift-queries.ts'
import type { Holiday, HolidayImported } from '../api/shift-types.ts'
import type { Site } from '../api/types.ts'
import { useSpans } from '../format/use-spans.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Card, Note } from '../ui/pieces.tsx'
import { Empty, Fault } from '../ui/states.tsx'
import { useSend } from '../ui/use-send.ts'
import { useRenew } from './choices.ts'

/** The holidays of one site in one year: by hand, or out of a calendar file. */
export const HolidaysCard = ({ site, year }: { site: Site; year: number }) => {
  const { t } = useTranslation()
  const query = useQuery(holidaysQuery(site.id, year))
  return (
    <Card title={t('planning.holidays.title', { site: site.name })} aside={<Years site={site} year={year} />}>
      <div className="stack">
        <Loaded query={query} lines={4}>
          {(holidays) =>
            holidays.length === 0 ? (
              <Empty icon={IconConfetti} title={t('planning.holidays.none', { year })}>
                <p>{t('planning.holidays.noneWhy')}</p>
              </Empty>
            ) : (
              <ul className="lines">
                {holidays.map((holiday) => (
                  <Line key={holiday.date} site={site} holiday={holiday} />
                ))}
              </ul>
            )
          }
        </Loaded>
        <NewHoliday site={site} year={year} />
        <Import site={site} />
      </div>
    </Card>
  )
}

const Years = ({ site, year }: { site: Site; year: number }) => {
  const { t } = useTranslation()
  const step = (by: number, icon: ReactNode) => (
    <Link
      className="plain-button"
      to="/planning"
      search={{ tab: 'sites', site: site.id, year: year + by }}
      activeProps={{}}
      aria-label={t('planning.holidays.yearOf', { year: year + by })}
    >
      {icon}
    </Link>
  )
  return (
    <span className="row">
      {step(-1, <IconChevronLeft size={18} aria-hidden />)}
      <span className="strong">{year}</span>
      {step(1, <IconChevronRight size={18} aria-hidden />)}
    </span>
  )
}

const Line = ({ site, holiday }: { site: Site; holiday: Holiday }) => {
  const { t } = useTranslation()
  const { date } = useSpans()
  const renew = useRenew()
  const removal = useSend({ run: () => ask<unknown>('DELETE', `/api/sites/${site.id}/holidays/${holiday.date}`), onDone: renew })
  return (
    <li className="middle">
      <span className="row">
        <span className="holiday-day muted">{date(holiday.date)}</span>
        <span className="strong">{holiday.name}</span>
        {removal.fault ? <Fault error={removal.fault} /> : null}
      </span>
      <Button size="xs" loading={removal.isSending} onClick={() => removal.send(undefined)} aria-label={t('planning.removeOf', { name: holiday.name })}>
        {t('planning.remove')}
      </Button>
    </li>
  )
}

const NewHoliday = ({ site, year }: { site: Site; year: number }) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const form = useForm<Holiday>({
    initialValues: { date: `${year}-01-01`, name: '' },
    validate: { date: (date) => (date === '' ? t('form.required') : null), name: (name) => (name.trim() === '' ? t('form.required') : null) },
  })
  const adding = useSend({
    run: ({ date, name }: Holiday) => ask<unknown>('PUT', `/api/sites/${site.id}/holidays/${date}`, { body: { name } }),
    onDone: () => {
      form.setFieldValue('name', '')
      renew()
    },
    form,
  })
  return (
    <form className="toolbar new-holiday" onSubmit={form.onSubmit((values) => adding.send(values))} noValidate>
      {adding.fault ? <Fault error={adding.fault} /> : null}
      <TextInput type="date" label={t('planning.holidays.date')} {...form.getInputProps('date')} />
      <TextInput className="grow" label={t('planning.holidays.name')} {...form.getInputProps('name')} />
      <Button type="submit" loading={adding.isSending}>
        {t('planning.holidays.add')}
      </Button>
    </form>
  )
}

const Import = ({ site }: { site: Site }) => {
  const { t } = useTranslation()
  const renew = useRenew()
  const input = useRef<HTMLInputElement>(null)
  const sending = useSend({
    run: async (file: File) => ask<HolidayImported>('POST', `/api/sites/${site.id}/holidays/import`, { body: { ical: await file.text() } }),
    onDone: renew,
  })
  return (
    <div className="stack">
      <div className="row">
        <input
          ref={input}
          type="file"
          accept=".ics,text/calendar"
          className="hidden-words"
          tabIndex={-1}
          aria-hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file) sending.send(file)
            // The same file can be chosen again.
            event.currentTarget.value = ''
          }}
        />
        <Button leftSection={<IconFileImport size={16} aria-hidden />} loading={sending.isSending} onClick={() => input.current?.click()}>
          {t('planning.holidays.import')}
        </Button>
        <span className="muted small">{t('planning.holidays.importWhy')}</span>
      </div>
      {sending.fault ? <Fault error={sending.fault} /> : null}
      {sending.done ? <Imported result={sending.done} /> : null}
    </div>
  )
}

const Imported = ({ result: { added, known, skipped } }: { result: HolidayImported }) => {
  const { t } = useTranslation()
  return (
    <div role="status">
      <Note tone="ok">
        {t('planning.holidays.added', { count: added })} {t('planning.holidays.known', { count: known })}
        {skipped.length === 0 ? null : (
          <details>
            <summary>{t('planning.holidays.skipped', { count: skipped.length })}</summary>
            <ul>
              {skipped.map((words, index) => (
                <li key={index}>{words}</li>
              ))}
            </ul>
          </details>
        )}
      </Note>
    </div>
  )
}
