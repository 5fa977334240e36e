import type { FastifyInstance } from 'fastify'
import parsePhoneNumber from 'libphonenumber-js/max'
import { lineTypeOf } from '../../messages/lines.ts'
import type { RestDependencies } from '../dependencies.ts'
import { RestRefusal } from '../errors.ts'
import { form } from '../form.ts'
import { restRules } from '../service.ts'

/** Lookups v2, one number at a time: is it one, where is it, and what stands behind it. No other paid field is played. */
export function lookupRoutes(app: FastifyInstance, on: RestDependencies): void {
  restRules(app, on)
  app.get<{ Params: { number: string } }>('/PhoneNumbers/:number', ({ headers, params, query, url }) => {
    if (!on.isAuthorized(headers.authorization)) throw new RestRefusal(20003)
    const wanted = (form(query).text('Fields') ?? '').split(',').filter(Boolean)
    const strange = wanted.find((field) => field !== 'line_type_intelligence')
    if (strange !== undefined) throw new RestRefusal(20001, `Fields has ${strange}; the simulator knows line_type_intelligence`)
    return lookup(params.number, wanted.length > 0, url)
  })

  function lookup(number: string, withType: boolean, url: string): Record<string, unknown> {
    const parsed = parsePhoneNumber(number)
    const isValid = parsed?.isValid() ?? false
    const type = lineTypeOf(number, on.world.lines.get(number))
    return {
      calling_country_code: isValid ? (parsed?.countryCallingCode ?? null) : null,
      country_code: isValid ? (parsed?.country ?? null) : null,
      phone_number: number,
      national_format: isValid ? (parsed?.formatNational() ?? null) : null,
      valid: isValid,
      validation_errors: isValid ? [] : [parsed ? 'INVALID_BUT_POSSIBLE' : 'NOT_A_NUMBER'],
      ...Object.fromEntries(unplayed.map((field) => [field, null])),
      line_type_intelligence: withType && isValid ? { type, carrier_name: null, mobile_country_code: null, mobile_network_code: null, error_code: null } : null,
      url: `https://lookups.twilio.com${url.split('?')[0]}`,
    }
  }
}

const unplayed = [
  'caller_name',
  'sim_swap',
  'call_forwarding',
  'line_status',
  'identity_match',
  'reassigned_number',
  'sms_pumping_risk',
  'phone_number_quality_score',
  'pre_fill',
]
