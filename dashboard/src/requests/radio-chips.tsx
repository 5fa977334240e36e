import { useId } from 'react'

type RadioChipsProps<V extends string> = { label: string; options: readonly { value: V; label: string }[]; value: V; onChange: (value: V) => void }

/** One of a few, each as large as a thumb. */
export const RadioChips = <V extends string>({ label, options, value, onChange }: RadioChipsProps<V>) => {
  const name = useId()
  return (
    <fieldset className="radio-chips">
      <legend className="hidden-words">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="chip">
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
