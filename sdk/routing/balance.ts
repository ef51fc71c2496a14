/** Algorithms of `balance` that HAProxy 2.6 and newer know and that need no HTTP, in its words. */
const plain = /^(?:roundrobin|static-rr|leastconn|first|source|random(?:\(0*[1-9]\d{0,3}\))?)$/;

/** Those that look at a request. */
const byRequest =
  /^(?:uri(?: whole| path-only| len 0*[1-9]\d{0,8}| depth 0*[1-9]\d{0,8}){0,4}|url_param [\w.-]+|url_param\([\w.-]+\)|hdr\([\w.-]+\)(?: use_domain_only)?)$/;

/** True for an algorithm of `balance` that HAProxy 2.6 and newer know, in its words. */
export function isBalance(text: string): boolean {
  return plain.test(text) || byRequest.test(text);
}

/** True for an algorithm that looks at a request, which HAProxy cannot do on a TCP port. */
export function needsHttp(balance: string): boolean {
  return byRequest.test(balance);
}
