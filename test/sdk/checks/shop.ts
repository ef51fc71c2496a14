/** A blueprint with a little of everything, and nothing wrong. */
export const shop = `
gateways:
  9050: shop/web
  admin: {port: 9000/tcp, routes: db/sql}
clusters:
  shop:
    gateways:
      web:
        sticky: none
        routes:
          shop:1: {weight: 90%}
          shop:2: {weight: 10%, condition: has cookie beta, condition_strength: 50%}
    services:
      - name: shop:1
        deployable: example/shop:1
        ports: {web: 8080}
        dependencies: {db: db:*}
        health_checks: {port: web, initial_delay: 1s, timeout: 1s, interval: 1s, failures: 1}
      - name: shop:2
        deployable: example/shop:2
        ports: {web: 8080}
  db:
    services: {name: db:9, deployable: example/db, ports: {sql: 5432/tcp}}
`;
