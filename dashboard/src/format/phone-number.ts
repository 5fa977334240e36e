/** An E.164 number in groups that a person can read aloud; what is no such number comes back as it is. */
export const groupNumber = (number: string): string => {
  const berlin = /^\+4930(\d{5})(\d{3})$/.exec(number)
  if (berlin) return `+49 30 ${berlin[1]} ${berlin[2]}`
  const e164 = /^\+(1|7|\d{2})(\d{3})(\d{4,})$/.exec(number)
  if (!e164) return number
  const rest = (e164[3] ?? '').replace(/(\d{3})(?=\d{2,})/g, '$1 ')
  return `+${e164[1]} ${e164[2]} ${rest}`
}
