import { expect, test } from 'vitest';
import type { DatabaseKind } from '#shared/contract/db-queries.ts';
import { refusalOf } from '#main/databases/query-failure.ts';

test.each<[DatabaseKind, string, string]>([
  ['postgresql', 'permission denied for table boats', 'The user mara has no right to the table boats.'],
  ['postgresql', 'role "nobody" does not exist', 'There is no user "nobody".'],
  ['postgresql', 'role "app" is not permitted to log in', 'The user "app" may not sign in.'],
  ['postgresql', 'the database system is starting up', 'PostgreSQL is not ready yet.'],
  [
    'postgresql',
    'connection to server on socket "/x" failed: No such file or directory\n\tIs the server running?',
    'PostgreSQL does not answer inside of its container.',
  ],
  ['postgresql', 'sorry, too many clients already', 'PostgreSQL takes no more connections.'],
  [
    'postgresql',
    'connection to server on socket "/x" failed: fe_sendauth: no password supplied',
    "PostgreSQL wants a password for the user mara, and the container's settings hold none for this user.",
  ],
  [
    'mysql',
    "Access denied for user 'mara'@'localhost' (using password: YES)",
    "MySQL does not take the password of the user mara that stands in the container's settings.",
  ],
  [
    'mariadb',
    "Access denied for user 'mara'@'%' to database 'shop'",
    'The user mara has no right to the database shop.',
  ],
  [
    'mariadb',
    "SELECT command denied to user 'mara'@'localhost' for table `shop`.`orders`",
    'The user mara has no right to the table `shop`.`orders`.',
  ],
  ['mysql', "Unknown database 'shop'", 'There is no database "shop".'],
  [
    'mysql',
    "Can't connect to local MySQL server through socket '/x' (2)",
    'MySQL does not answer inside of its container.',
  ],
  [
    'redis',
    'NOAUTH Authentication required.',
    "Redis wants a password for the user mara, and the container's settings hold none for this user.",
  ],
  ['redis', 'LOADING Redis is loading the dataset in memory', 'Redis is not ready yet.'],
  ['sqlite', 'database is locked (5)', 'The file is locked by a program that writes to it.'],
  ['sqlite', 'file is not a database (26)', 'This file is no SQLite database, or an encrypted one.'],
])('%s: %s', (kind, message, told) => {
  expect(refusalOf({ message }, { kind }, 'mara')?.message).toBe(told);
});

test('what is wrong with the statement stays in the words of the database', () => {
  expect(refusalOf({ message: 'column "nope" does not exist' }, { kind: 'postgresql' }, 'mara')).toBeUndefined();
  expect(refusalOf({ message: "Unknown column 'nope' in 'SELECT'" }, { kind: 'mysql' }, 'mara')).toBeUndefined();
});
