const SECRET =
  /pass(word|wd|phrase)?|secret|token|credential|private|api[_.-]?key|access[_.-]?key|auth|salt|dsn|connection[_.-]?string/i;
/** Environment names say secret by a part alone: `SIGNING_KEY`, `REDIS_PASS`, `KEY`. Rather one too many hidden. */
const SECRET_VARIABLE = /PWD|KEY/i;

/** Whether a label's name says that its value is a secret. */
export const isSecretName = (name: string): boolean => SECRET.test(name);

/** The same of an environment variable, or of a field in what is logged: design section 6. */
export const isSecretVariable = (name: string): boolean => SECRET.test(name) || SECRET_VARIABLE.test(name);
