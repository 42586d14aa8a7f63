import { describe, expect, it } from 'vitest';
import { maskedCompose, maskedTarget } from '#main/stacks/masked-target.ts';

const COMPOSE = `# kept: password=hush1
services:
  db:
    image: postgres:16 # a comment
    environment:
      POSTGRES_PASSWORD: hush2
      LEVEL: info
    command: ["run", "--url=postgres://me:hush3@db/x"]
    labels:
      - api_token=hush4
  web:
    image: app:1
    environment:
      - "TOKEN=hush5"
      - PLAIN=hush6
    build:
      context: .
      args: {KEY: hush7}
configs:
  one:
    content: |
      hush8
      more hush9
  two:
    file: ./two
`;

describe('a target for who may not set one', () => {
  it('holds no value of a variable, a config or a file, and is else as it was written', () => {
    const shown = maskedCompose(COMPOSE);
    expect(shown).not.toMatch(/hush\d/);
    expect(shown).toContain('image: postgres:16');
    expect(shown).toContain('POSTGRES_PASSWORD: "••••••"');
    expect(shown).toContain('- "TOKEN=••••••"');
    expect(shown).toContain('  two:\n    file: ./two\n');
    expect(shown).toContain('image: postgres:16 #\n');
    expect(shown.split('\n').length).toBeLessThanOrEqual(COMPOSE.split('\n').length);
  });

  it('shows nothing of a text that cannot be read, for nobody knows what is a value in it', () => {
    expect(maskedCompose('a: b: c: hush')).toBe('');
    expect(maskedCompose('hush')).toBe('');
  });

  it('keeps names of variables and files, and no line that is neither', () => {
    const target = maskedTarget({
      compose: COMPOSE,
      env: '# note\nA=1\nexport B="two\nlines"\n',
      files: { 'x.txt': 'hush' },
    });
    expect(target.env).toBe('# note\nA=••••••\nexport B=••••••\n••••••\n');
    expect(target.files).toEqual({ 'x.txt': '' });
  });
});
