/** Names that socat does not know, and options in the wrong place or with the wrong value. */
import { ADDRESS_TYPES } from '../command/address-names.ts'
import { finding, put, replace, type Finding } from '../command/finding.ts'
import type { Address, AddressOption, Command } from '../command/model.ts'
import { has, natureOfAddress } from '../command/nature.ts'
import { nearest } from '#shared/net/nearest.ts'
import { fits, OPTION_TYPES } from '../command/option-types.ts'

/** Came with socat 1.8.0.0, by its list of changes. */
const NEWER = /^(socketpair|shell|accept-fd|posixmq(-\w+)?|socks5(-\w+)?|udplite[46]?(-\w+)?|dccp[46]?(-\w+)?)$/i
const NEWER_OPTIONS = /^(netns|bind-tempname|retrieve-vlan)$/i
const INTEGER = /^[+-]?(0x[\da-f]+|\d+)$/i
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/

export function nameRules({ ends }: Command): Finding[] {
  const all = ends.flatMap(({ addresses }) => addresses)
  return all.flatMap((address) => [
    ...(address.type ? caseRule(address) : unknownAddress(address)),
    ...address.options.flatMap((option) => optionRules(option, address, all)),
  ])
}

const upper = (name: string): string => name.toUpperCase()

function unknownAddress(address: Address): Finding[] {
  const { head, params } = address
  const name = head.text
  if (/^readline$/i.test(name)) return [finding('no-readline', head, {}, [replace(head, 'STDIO')])]
  if (NEWER.test(name)) return [finding('newer', head, { name })]
  const [host, port] = [params[0]?.text ?? '', params[1]?.text]
  if (/^https?$/i.test(name) && host.startsWith('//')) {
    const mended = `TCP:${host.slice(2).replace(/\/.*$/, '')}:${port?.replace(/\/.*$/, '') ?? '80'}`
    return [finding('bare-target', address, { name: `${name}:${host}` }, [replace(address, mended)])]
  }
  const near = nearest(name, ADDRESS_TYPES.keys())
  const target = /^[\w.-]+$/.test(name) && (/\./.test(name) || /^localhost$/i.test(name))
  if (target && params.length === 1 && /^\d+$/.test(host))
    return [finding('bare-target', head, { name: `${name}:${host}` }, [put(head.from, 'TCP:')])]
  if (near !== null && name.length > 1)
    return [finding('address-near', head, { name, near: upper(near) }, [replace(head, upper(near))])]
  if (/^[\w.-]*[._][\w.-]*$/.test(name) && !/^[\d.]+$/.test(name) && params.length === 0)
    return [finding('bare-file', head, { name }, [put(head.from, 'OPEN:')])]
  return [finding('unknown-address', head, { name })]
}

/** Letter case does not matter; told once, where somebody may wonder. */
function caseRule({ head, by }: Address): Finding[] {
  if (by !== 'name' || head.text === '-' || head.text === upper(head.text)) return []
  return [finding('case', head, { name: head.text, upper: upper(head.text) })]
}

/** An edit that takes an option away, with the comma before it. */
const without = (option: AddressOption) => ({ from: option.from - 1, to: option.to, text: '' })

function optionRules(option: AddressOption, address: Address, all: readonly Address[]): Finding[] {
  const { name, value, type } = option
  if (!type) return [unknownOption(option, address)]
  if (address.type && !fits(type, address.type)) {
    const values = { name: name.text, type: upper(address.head.text) }
    const other = all.find((one) => one !== address && one.type && fits(type, one.type))
    if (!other) return [finding('misplaced-option', option, values, [without(option)])]
    const text = `,${name.text}${value ? `=${value.text}` : ''}`
    const mend = [without(option), put(other.to, text)]
    return [finding('option-elsewhere', option, { ...values, other: upper(other.head.text) }, mend)]
  }
  const { kind } = natureOfAddress(address)
  if (kind === 'stdio' && type.groups.every((group) => /^(SOCKET|TCP|UDP|SCTP|IP4|IP6)$/.test(group)))
    return [finding('not-a-socket', option, { name: name.text }, [without(option)])]
  if (type.name === 'max-children' && !has(address, 'fork'))
    return [finding('max-children-alone', option, {}, [put(option.from, 'fork,')])]
  return valueRule(option, type.value)
}

function valueRule(option: AddressOption, kind: string): Finding[] {
  const { name, value } = option
  const values = { name: name.text, value: value?.text ?? '' }
  if (kind === 'none') {
    const mend = value ? [{ from: name.to, to: value.to, text: '' }] : null
    return value ? [finding('value-refused', option, values, mend)] : []
  }
  if (!value) return kind === 'integer?' || kind === 'any' ? [] : [finding('value-needed', option, values)]
  const pattern = kind === 'number' ? NUMBER : kind.startsWith('integer') ? INTEGER : null
  return pattern && !pattern.test(value.text) ? [finding('value-not-number', option, values)] : []
}

function unknownOption({ name, from }: AddressOption, address: Address): Finding {
  const text = name.text
  const needsPort = address.type?.params.at(-1) === 'port' && address.params.length < address.type.params.length
  if (needsPort && /^\d+$/.test(text)) {
    const comma = { from: from - 1, to: from, text: ':' }
    return finding('port-as-option', name, { type: upper(address.head.text), port: text }, [comma])
  }
  if (NEWER_OPTIONS.test(text)) return finding('newer', name, { name: text })
  const { type } = address
  const fitting = type ? [...OPTION_TYPES].filter(([, one]) => fits(one, type)).map(([one]) => one) : []
  const near = nearest(text.trim(), fitting) ?? nearest(text.trim(), OPTION_TYPES.keys())
  return near === null
    ? finding('unknown-option', name, { name: text })
    : finding('option-near', name, { name: text, near }, [replace(name, near)])
}
