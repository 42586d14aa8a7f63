/** `PASSWORD 'x'`, `IDENTIFIED BY 'x'`, `requirepass x`, `AUTH x`: the text behind a word that announces a secret. */
const SECRETS =
  /\b((?:password|passwd|identified\s+(?:with\s+\S+\s+)?(?:by|as)(?:\s+password)?|pass|secret|token|api_?key)\s*[=(:,]?\s*)(?:e?'(?:[^'\\]|\\.|'')*'?|"(?:[^"\\]|\\.|"")*"?|\$(\w*)\$[\s\S]*?\$\2\$)/gi;
const REDIS = /^(\s*auth\s+).*$/i;

/** A statement as it may be kept: without the passwords that it sets. */
export const maskStatement = (text: string): string => text.replace(SECRETS, "$1'••••••'").replace(REDIS, '$1••••••');
