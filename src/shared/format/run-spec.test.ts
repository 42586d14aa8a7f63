import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCompose } from '#shared/format/compose-text.ts';
import { asDockerRun, shellWord } from '#shared/format/docker-run.ts';
import { covered } from '#shared/format/inspect-json.ts';
import { runSpecOf } from '#shared/format/run-spec.ts';

const ID = '4f2a9c1e07b3'.padEnd(64, '0');
const inspect = {
  Id: ID,
  Name: '/shop-api-1',
  Image: `sha256:${'a'.repeat(64)}`,
  Config: {
    Hostname: ID.slice(0, 12),
    Image: 'ghcr.io/acme/shop-api:2.14.0',
    Entrypoint: ['node', '--enable-source-maps'],
    Cmd: ['server.js', "it's $HOME"],
    Env: ['PATH=/usr/bin', 'MODE=a b', 'DB_PASSWORD=hunter2', 'EMPTY='],
    Labels: { 'com.docker.compose.project': 'shop', tier: 'web', note: 'a "b"' },
    User: 'node',
    WorkingDir: '/app',
    Healthcheck: { Test: ['CMD-SHELL', 'curl -f localhost || exit 1'], Interval: 30e9, Retries: 3 },
  },
  HostConfig: {
    NetworkMode: 'shop_default',
    RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
    PortBindings: {
      '8080/tcp': [{ HostIp: '', HostPort: '8080' }],
      '53/udp': [{ HostIp: '127.0.0.1', HostPort: '5353' }],
    },
    Memory: 512 * 2 ** 20,
    NanoCpus: 1.5e9,
    LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
    CapAdd: null,
    Devices: null,
  },
  NetworkSettings: { Networks: { shop_default: {}, shop_back: {} } },
  Mounts: [
    { Type: 'volume', Name: 'shop_data', Destination: '/data', RW: true },
    { Type: 'volume', Name: 'f'.repeat(64), Destination: '/cache', RW: true },
    { Type: 'bind', Source: '/srv/my conf', Destination: '/etc/app', RW: false },
  ],
};

describe('as docker run', () => {
  it('says all that matters, and no secret', () => {
    expect(asDockerRun(runSpecOf(inspect, ['PATH']))).toBe(
      [
        'docker run \\',
        '  --detach \\',
        '  --name shop-api-1 \\',
        '  --restart on-failure:3 \\',
        '  --network shop_default \\',
        '  --publish 8080:8080 \\',
        '  --publish 127.0.0.1:5353:53/udp \\',
        '  --volume shop_data:/data \\',
        '  --volume /cache \\',
        "  --volume '/srv/my conf:/etc/app:ro' \\",
        "  --env 'MODE=a b' \\",
        '  --env DB_PASSWORD \\',
        '  --env EMPTY= \\',
        '  --label tier=web \\',
        `  --label 'note=a "b"' \\`,
        '  --memory 512m \\',
        '  --cpus 1.5 \\',
        '  --user node \\',
        '  --workdir /app \\',
        "  --health-cmd 'curl -f localhost || exit 1' \\",
        '  --health-interval 30s \\',
        '  --health-retries 3 \\',
        '  --log-opt max-size=10m \\',
        '  --entrypoint node \\',
        `  ghcr.io/acme/shop-api:2.14.0 --enable-source-maps server.js 'it'\\''s $HOME'`,
        'docker network connect shop_back shop-api-1',
      ].join('\n'),
    );
  });

  it('gives the shell back exactly the words it was given', () => {
    const text = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 30 }).filter((one) => !one.includes('\0'));
    const samples = fc.sample(fc.array(text, { minLength: 1, maxLength: 20 }), { numRuns: 5, seed: 7 });
    for (const words of samples) {
      const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
      expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(
        words.map((one) => `${one}\0`).join(''),
      );
    }
  });

  it('reads an answer that has next to nothing', () => {
    expect(asDockerRun(runSpecOf({ Name: '/x', Config: { Image: 'busybox' } }, []))).toBe(
      'docker run \\\n  --detach \\\n  --name x \\\n  busybox',
    );
    expect(
      asDockerRun(runSpecOf({ HostConfig: { NetworkMode: 'host' }, Name: '/x', Config: { Image: 'b' } }, [])),
    ).toContain('--network host');
  });
});

describe('as compose', () => {
  it('quotes what YAML or compose would take for something else, and uses what is there', () => {
    expect(asCompose(runSpecOf(inspect, ['PATH']), 'api')).toBe(`services:
  api:
    image: "ghcr.io/acme/shop-api:2.14.0"
    container_name: "shop-api-1"
    entrypoint:
      - "node"
      - "--enable-source-maps"
    command:
      - "server.js"
      - "it's $$HOME"
    restart: "on-failure:3"
    networks:
      - "shop_default"
      - "shop_back"
    ports:
      - "8080:8080"
      - "127.0.0.1:5353:53/udp"
    volumes:
      - "shop_data:/data"
      - "/cache"
      - "/srv/my conf:/etc/app:ro"
    environment:
      MODE: "a b"
      DB_PASSWORD: "\${DB_PASSWORD}"
      EMPTY: ""
    labels:
      tier: "web"
      note: "a \\"b\\""
    mem_limit: "512m"
    cpus: 1.5
    user: "node"
    working_dir: "/app"
    healthcheck:
      test: ["CMD-SHELL", "curl -f localhost || exit 1"]
      interval: 30s
      retries: 3
    logging:
      driver: "json-file"
      options:
        max-size: "10m"

networks:
  shop_default:
    external: true
  shop_back:
    external: true

volumes:
  shop_data:
    external: true
`);
  });
});

it('covers secret values in an inspect answer and nothing else', () => {
  expect(covered(inspect)).toEqual({
    ...inspect,
    Config: { ...inspect.Config, Env: ['PATH=/usr/bin', 'MODE=a b', 'DB_PASSWORD=••••••••', 'EMPTY='] },
  });
  expect(covered({ Id: 'x' })).toEqual({ Id: 'x' });
});
