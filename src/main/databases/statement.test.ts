import { describe, expect, it } from 'vitest';
import { type Dialect, positionAt, readStatement } from '#main/databases/statement.ts';
import { seeded } from '#testing/random.ts';

const DIALECTS: readonly Dialect[] = ['postgresql', 'mysql', 'sqlite'];

describe('a statement', () => {
  it.each(DIALECTS)('of %s may end with a semicolon and comments', (dialect) => {
    const { second, fault, words } = readStatement(dialect, "select ';' ; /* ; */ -- ; more\n ;");
    expect([second, fault, words]).toEqual([undefined, undefined, ['SELECT']]);
  });

  it.each(DIALECTS)('of %s is one: the second is found', (dialect) => {
    const text = "select 'a''; b' from t;\n  drop table t";
    const { second } = readStatement(dialect, text);
    expect(positionAt(text, second ?? -1)).toEqual({ line: 2, column: 3 });
  });

  it('counts characters as people do', () => {
    expect(positionAt('😀é\n😀x', 4)).toEqual({ line: 2, column: 1 });
    expect(positionAt('😀x', 2)).toEqual({ line: 1, column: 2 });
  });

  it('knows the dollar quotes, nested comments and escape texts of PostgreSQL', () => {
    for (const one of ['$$a;b$$', '$x$ $$ ; $x$', '/* /* ; */ ; */ 1', "E'\\';'", 'a$$b$$c;'])
      expect(readStatement('postgresql', `select ${one}`).second).toBeUndefined();
    expect(readStatement('postgresql', "select '\\'; drop table t --'").second).toBe(12);
    expect(readStatement('postgresql', "select one'\\'; drop table t --'").second).toBe(15);
  });

  it('knows the backslashes, back quotes and comments of MySQL', () => {
    for (const one of ["'\\';'", '"\\";"', '`a;b`', '1 # ;', '1 --2'])
      expect(readStatement('mysql', `select ${one}`).second).toBeUndefined();
    expect(readStatement('mysql', 'select 1 --2; drop table t').second).toBe(14);
    expect(readStatement('mysql', 'select 1 /*!50000 ; drop table t */').fault?.at).toBe(9);
    expect(readStatement('mysql', 'select 1 \\! id').fault?.at).toBe(9);
  });

  it('refuses what has no end', () => {
    expect(readStatement('postgresql', "select 'a").fault?.at).toBe(7);
    expect(readStatement('postgresql', 'select $a$ x $b$').fault?.at).toBe(7);
    expect(readStatement('sqlite', 'select [a').fault?.at).toBe(7);
    expect(readStatement('mysql', 'select /* x').fault?.at).toBe(7);
  });

  it.each(DIALECTS)('of %s is cut nowhere else, whatever stands in its texts', (dialect) => {
    const { below } = seeded(11);
    const inside = [';', '"', "''", '--', '/*', '#', '$$', 'é', ' ', '\n', '`', 'x;y'];
    const text = (): string => `'${Array.from({ length: below(6) }, () => inside[below(inside.length)]).join('')}'`;
    const own: Readonly<Record<Dialect, readonly string[]>> = {
      postgresql: ["$q$ ; ' $q$", '"a;""b"', "/* ; /* ' */ ; */"],
      mysql: ['`a;``b`', "'\\';'", "/* ; ' */", "# ; '\n"],
      sqlite: ["[a;b']", '`a;b`', "/* ; ' */"],
    };
    const plain = ['select', ' a ', '1', ', ', '\n', "-- ; ' \n", '( ', ') '];
    for (let run = 0; run < 400; run++) {
      const parts = Array.from({ length: 1 + below(8) }, () => {
        const kinds = [text(), own[dialect][below(3)] ?? '', plain[below(plain.length)] ?? ''];
        return ` ${kinds[below(3)]}`;
      });
      const first = `select${parts.join('')}`;
      expect(readStatement(dialect, first)).not.toHaveProperty('second');
      expect(readStatement(dialect, first)).not.toHaveProperty('fault');
      expect(readStatement(dialect, `${first} ; delete from t`).second).toBe(first.length + 3);
    }
  });
});
