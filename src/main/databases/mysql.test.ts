// MariaDB is asked itself by the integration tests. No MySQL can be had there: these are its client's answers as its manual prints them.
import { describe, expect, it } from 'vitest';
import { databaseAccess } from '#main/databases/database-access.ts';
import { mysql } from '#main/databases/mysql.ts';

const asked = {
  statement: 'select 1',
  user: 'shop',
  database: 'harbour',
  writes: false,
  offset: 0,
  limit: 500,
  nullMark: 'NULL-0',
};
const access = databaseAccess('mysql', {
  env: [
    'MYSQL_USER=shop',
    'MYSQL_PASSWORD=right horse',
    'MYSQL_ROOT_PASSWORD_FILE=/run/secrets/root',
    'MYSQL_DATABASE=harbour',
  ],
  command: [],
  labels: {},
});

describe('MySQL', () => {
  it('is asked read only, with the password in the environment alone', () => {
    const call = mysql.call(asked, access);
    expect(call.clients[0]).toBe('mysql');
    expect(call.args.join(' ')).toContain('transaction_read_only=1, max_execution_time=10000');
    expect(call.args.join(' ')).not.toContain('right horse');
    expect(call.secret).toEqual({ variable: 'MYSQL_PWD', value: 'right horse', file: undefined });
    expect(access.secretOf('root')).toEqual({ value: undefined, file: '/run/secrets/root' });
    expect(access.secretOf('somebody')).toBeUndefined();
  });

  it('is given one statement, however the server reads a backslash', () => {
    for (const hidden of ["select '\\'; drop table t; -- '", 'select "\\"; drop table t; -- "'])
      expect(() => mysql.check(hidden, false)).toThrow(/takes a backslash for itself/);
    for (const plain of ["select 'it\\'s'", "select 'C:\\\\'", 'select "a\\"b"']) mysql.check(plain, false);
    expect(() => mysql.check('select 1 as xdelimiter ~', false)).toThrow(/Commands of the client/);
    expect(() => mysql.check('select 1 --\u0001; drop table t', true)).toThrow(/cannot be seen/);
  });

  it('tells NULL from its name, wherever the answer is cut', () => {
    const answer =
      '<?xml version="1.0"?>\n\n<resultset statement="select 1\n" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n  <row>\n\t<field name="a&lt;b">x&lt;\ny &amp;lt;</field>\n\t<field name="n" xsi:nil="true" />\n  </row>\n\n  <row>\n\t<field name="a&lt;b"></field>\n\t<field name="n">NULL</field>\n  </row>\n</resultset>\n';
    for (let cut = 0; cut < answer.length; cut++) {
      const reader = mysql.reader(asked);
      const rows = [...reader.push(answer.slice(0, cut)), ...reader.push(answer.slice(cut)), ...reader.end()];
      expect(reader.columns).toEqual(['a<b', 'n']);
      expect(rows).toEqual([
        ['x<\ny &lt;', null],
        ['', 'NULL'],
      ]);
    }
  });

  it('says where a statement is wrong', () => {
    const stderr =
      "ERROR 1064 (42000) at line 1: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near 'frmo t' at line 2\n";
    expect(mysql.failure(stderr, 'select a\n  b frmo t', '')).toMatchObject({
      position: { line: 2, column: 5 },
      message: /^You have an error/,
    });
    expect(
      mysql.failure("ERROR 1045 (28000): Access denied for user 'a'@'localhost' (using password: YES)\n", 'x', ''),
    ).toMatchObject({
      kind: 'connection',
      message: "Access denied for user 'a'@'localhost' (using password: YES)",
    });
    expect(
      mysql.failure(
        'ERROR 3024 (HY000) at line 1: Query execution was interrupted, maximum statement execution time exceeded\n',
        'x',
        '',
      ),
    ).toMatchObject({ kind: 'timeout' });
  });

  it.each(['system id', 'source /etc/passwd', 'delimiter x', 'select 1 \\G', 'tee /tmp/x'])(
    'never runs %s',
    (statement) => {
      for (const writes of [false, true]) expect(() => mysql.check(statement, writes)).toThrow(/not run/);
    },
  );

  it('writes no files while it only reads', () => {
    expect(() => mysql.check("select 1 into outfile '/tmp/x'", false)).toThrow(/into files/);
    expect(() => mysql.check("select ' into outfile '", false)).not.toThrow();
  });
});
