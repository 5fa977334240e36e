import { useId } from 'react'

type CheckListProps<V extends string | number> = {
  label: string
  why?: string
  options: readonly { value: V; label: string }[]
  value: readonly V[]
  onChange: (value: V[]) => void
  error?: string | undefined
  isRow?: boolean
}

/** Several of a few. */
export const CheckList = <V extends string | number>({ label, why, options, value, onChange, error, isRow = false }: CheckListProps<V>) => {
  const id = useId()
  const toggle = (one: V) => onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one])
  return (
    <fieldset className="plain-fieldset" aria-describedby={why === undefined ? undefined : `${id}-why`}>
      <legend>{label}</legend>
      {why === undefined ? null : (
        <p id={`${id}-why`} className="dim small">
          {why}
        </p>
      )}
      <div className={isRow ? 'checks is-row' : 'checks'}>
        {options.map((option) => (
          <label key={option.value} className="chip">
            <input type="checkbox" checked={value.includes(option.value)} onChange={() => toggle(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
      {error === undefined ? null : (
        <p className="field-fault small" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
