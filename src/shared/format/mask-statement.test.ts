import { expect, it } from 'vitest';
import { maskStatement } from '#shared/format/mask-statement.ts';

it.each([
  [
    "alter user shop with password 'hun''ter2' valid until 'x'",
    "alter user shop with password '••••••' valid until 'x'",
  ],
  ["create user a identified by 'b c'", "create user a identified by '••••••'"],
  [
    "alter user a identified with caching_sha2_password by 'b'",
    "alter user a identified with caching_sha2_password by '••••••'",
  ],
  ["set password = 'x'", "set password = '••••••'"],
  ['alter user a password $$x$$', "alter user a password '••••••'"],
  ["alter user a password 'never closed", "alter user a password '••••••'"],
  ['AUTH me secret', 'AUTH ••••••'],
  ["select password from users where name = 'a'", "select password from users where name = 'a'"],
])('hides the password of %s', (statement, masked) => expect(maskStatement(statement)).toBe(masked));
