import { describe, expect, it } from 'vitest';
import { cutEnd, cutImageParts, cutParts, visibleText } from '#shared/format/visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['shop-api-1', 'shop-api-1'],
    ['a\u200bb', 'a⟨U+200B⟩b'],
    ['\u202egpj.exe', '⟨U+202E⟩gpj.exe'],
    ['line\nbreak\u0000', 'line⟨U+000A⟩break⟨U+0000⟩'],
    ['שלום', 'שלום'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['a\u200db', 'a⟨U+200D⟩b'],
    ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
  ])('%j', (text, expected) => expect(visibleText(text)).toBe(expected));
});

describe('cutting', () => {
  it('says how long a long text is', () => {
    expect(cutEnd('x'.repeat(200_000), 5)).toBe('xxxxx… (200,000 characters)');
    expect(cutEnd('short', 5)).toBe('short');
    expect(cutEnd(`ab${'👍'.repeat(4)}`, 3)).toBe('ab… (10 characters)');
  });
  it('keeps the end of a name, and the tag of an image', () => {
    expect(cutParts('short-name', 8)).toEqual(['short-name', '']);
    expect(cutParts('a-very-long-name-of-a-worker-12', 8)).toEqual(['a-very-long-name-of-a-w', 'orker-12']);
    expect(cutImageParts('ghcr.io/acme/shop-api:2.14.0')).toEqual(['ghcr.io/acme/shop-api', ':2.14.0']);
    expect(cutImageParts('localhost:5000/thing')).toEqual(['localhost:5000/thing', '']);
    expect(cutImageParts(`a:${'t'.repeat(128)}`)[1]).toHaveLength(10);
    expect(cutImageParts('…/prometheus:v3.5.0-distroless-arm64')).toEqual(['…/prometheus:v3.5.0-distro', 'less-arm64']);
  });
});
