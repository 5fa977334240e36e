import { TextInput, type TextInputProps } from '@mantine/core'
import type { FormErrors } from '@mantine/form'
import { readWallTime } from '../format/wall-time.ts'

type TimeFieldProps = Omit<TextInputProps, 'value' | 'onChange'> & { value: string; onTime: (time: string) => void }

/** A time of the day, always in 24 hours: the browser's own field shows AM and PM where its language has them. */
export const TimeField = ({ value, onTime, ...rest }: TimeFieldProps) => (
  <TextInput
    inputMode="numeric"
    placeholder="07:00"
    maxLength={5}
    autoComplete="off"
    {...rest}
    value={value}
    onChange={(event) => onTime(event.currentTarget.value)}
    onBlur={() => onTime(readWallTime(value) ?? value)}
  />
)

type TimeForm = { errors: FormErrors; getInputProps: (path: string) => { value?: unknown }; setFieldValue: (path: string, value: never) => void }

/** Ties the field to a form, as getInputProps does. */
export const timeField = (form: TimeForm, path: string) => ({
  value: String(form.getInputProps(path).value ?? ''),
  error: form.errors[path],
  onTime: (time: string) => form.setFieldValue(path, time as never),
})
