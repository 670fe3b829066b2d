import { expect, it } from 'vitest'
import { addressGroup, keyOf, networkOf } from './asker.ts'

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:c000:0207', '192.0.2.7'],
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::7', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['/tmp/a:b', '/tmp/a:b'],
  ['', ''],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

it('counts all that begin alike as one, by whichever limit', () => {
  const [one, other] = ['2001:db8:1:2::7', '2001:db8:1:2:ffff::1'] as const
  expect(keyOf({ address: one })).toBe(keyOf({ address: other }))
  expect(addressGroup(one)).toEqual(addressGroup(other))
  expect(keyOf({ address: '2001:db8:1:3::7' })).not.toBe(keyOf({ address: one }))
  expect(keyOf({ page: 1, address: one })).not.toBe(keyOf({ page: 2, address: one }))
})
