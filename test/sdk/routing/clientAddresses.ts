/**
 * What proxies may say in `X-Forwarded-For`, and whether the client is taken for one of `192.0.2.0/24` or `2001:db8::/32` by
 * an agent that trusts `10.0.0.0/8`.
 */
export const clientAddresses: readonly (readonly [said: string, taken: boolean])[] = [
  ["192.0.2.1", true],
  ["2001:db8::1", true],
  ["2001:DB8::1", true],
  ["::ffff:192.0.2.1", true],
  ["192.0.2.1, 10.1.1.1:80", true],
  // A port is none of an address of IPv4.
  ["192.0.2.1:4444", true],
  ["192.0.2.1:65535", true],
  ["192.0.2.1:65536", false],
  ["192.0.2.1:", false],
  ["192.0.2.1:http", false],
  ["2001:db8::1:80", true],
  // An address of IPv6 has no brackets.
  ["[2001:db8::1]", false],
  ["[2001:db8::1]:80", false],
  ["192.0.2.1, [2001:db8::1]", false],
  ["[192.0.2.1]", false],
  // A network is no address, and neither is anything else.
  ["192.0.2.1/32", false],
  ["2001:db8::1/128", false],
  ["2001:db8::1%eth0", false],
  ["192.0.2.1 x", false],
  ["192.0.2", false],
  ["192.0.2.256", false],
  ["unknown", false],
  ["192.0.2.1,", false],
  ["", false],
  ["192.0.2.1, unknown, 10.1.1.1", false],
  ["192.0.02.001", true],
  // What is between double quotes is one value.
  ['"192.0.2.1"', false],
  ['"x, 192.0.2.1', false],
  ['"x", 192.0.2.1', true],
  ['"x\\", 192.0.2.1', false],
];
